/* SPDX-License-Identifier: MIT */
/* What a conversation of uwsgi or SCGI remembers. */
#ifndef BP_GATEWAY_STATE_H
#define BP_GATEWAY_STATE_H

#include "cgi_state.h"

struct gateway {
    union {
        struct cgi_variable variable; /* client */
        struct cgi_head head;         /* server */
    };
    uint64_t body;  /* bytes of the request's body that have not passed */
    uint32_t block; /* and of its variables */
    uint16_t size;  /* and of the open name or value */
    uint8_t step;
    uint8_t count; /* bytes of a field of fixed length so far */
};

struct uwsgi_direction {
    struct gateway gateway;
};

struct scgi_direction {
    struct gateway gateway;
};

struct uwsgi_shared {
    uint8_t nothing;
};

struct scgi_shared {
    uint8_t nothing;
};

#endif
