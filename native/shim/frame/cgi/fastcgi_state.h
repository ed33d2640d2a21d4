/* SPDX-License-Identifier: MIT */
/* What a conversation of FastCGI remembers. */
#ifndef BP_FASTCGI_STATE_H
#define BP_FASTCGI_STATE_H

#include "cgi_state.h"

#define FASTCGI_HEADER 8u
/* Requests that may be under way on a connection; no server that is known multiplexes more. */
#define FASTCGI_OPEN 10u

struct fastcgi_request {
    uint32_t kept;
    uint16_t id;       /* 0: free */
    uint8_t flags;     /* bp_message_flag of its message so far */
    uint8_t role : 6;  /* fastcgi_role */
    bool lost : 1;     /* its text goes on where it cannot be read any more */
    bool headless : 1; /* server: the head of its answer is over */
};

struct fastcgi_direction {
    union {
        struct cgi_variable variable; /* client */
        struct cgi_head head;         /* server */
    };
    uint32_t lengths[2]; /* of a pair: bytes of its name and of its value still to come, and first their lengths */
    uint16_t reading;    /* the request whose text the above reads; 0 none */
    uint16_t left;       /* bytes of the open record's content that have not passed ... */
    uint8_t padding;     /* ... and of the padding behind it */
    uint8_t step;        /* within a pair or a body of fixed length */
    uint8_t size_count;  /* bytes of a length so far */
    uint8_t slot;        /* of the open record's request */
    uint8_t header_count;
    uint8_t header[FASTCGI_HEADER];
    struct fastcgi_request requests[FASTCGI_OPEN];
};

struct fastcgi_shared {
    uint8_t nothing;
};

#endif
