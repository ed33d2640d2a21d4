/* SPDX-License-Identifier: MIT */
/* What a conversation of memcached remembers. */
#ifndef BP_MEMCACHED_STATE_H
#define BP_MEMCACHED_STATE_H

#include <stdbool.h>
#include <stdint.h>

#define MEMCACHED_WORD_MAX 12u
#define MEMCACHED_SPECIAL 8u

struct memcached_direction {
    uint64_t left;   /* bytes of data or body to come */
    uint64_t number; /* the word that passes, as far as it is one */
    uint32_t line;   /* bytes of the line or header so far */
    uint32_t next;   /* server: number of the request that is answered next */
    uint16_t key;    /* binary: bytes of the key to come */
    uint8_t extras;  /* ... and of what stands before it */
    uint8_t phase;
    uint8_t word_count;
    uint8_t word[MEMCACHED_WORD_MAX]; /* the word that passes; its first bytes */
    uint8_t index;                    /* of that word in its line */
    uint8_t command;                  /* enum memcached_kind; binary: the opcode */
    bool counts;                      /* the word is a number so far */
    bool quiet;
    bool noreply; /* the last word of the line so far */
    bool shown;   /* server: the first word passes */
    bool batch;   /* commands or answers up to mn's are one message */
    bool more;    /* server: this line is not the last */
};

/* Requests that are not answered one by one, in their order. */
struct memcached_shared {
    uint32_t told;  /* written by the direction of requests */
    uint32_t taken; /* ... of responses */
    struct {
        uint16_t number; /* of the first one, its low half */
        uint16_t count;  /* so many are not answered at all; 0: answered up to MN */
    } special[MEMCACHED_SPECIAL];
};

#endif
