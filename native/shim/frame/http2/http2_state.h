/* SPDX-License-Identifier: MIT */
/* What a conversation of HTTP/2 remembers: no stream but the one that is being spoken of. */
#ifndef BP_HTTP2_STATE_H
#define BP_HTTP2_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "../parameter.h"

#define HPACK_REMEMBERED 128u /* entries of the dynamic table of which is known whether their values are hidden */

/* Letters that come in Huffman's code, in any pieces. */
struct huffman {
    uint32_t bits; /* of the letter on its way */
    uint8_t count;
};

/* Compressed headers of one direction, in any pieces. */
struct hpack {
    struct parameter_scan scan;
    uint64_t name;                            /* hash of the field's name so far */
    uint64_t secrets[HPACK_REMEMBERED / 64u]; /* bit n: the values of the n-th youngest entry's name are hidden */
    uint32_t inserted;                        /* entries that the dynamic table was given */
    uint32_t number;                          /* on its way; then bytes left of a string */
    struct huffman huffman;
    uint8_t step;
    uint8_t shift; /* of the number's next bits */
    bool coded;    /* the string is in Huffman's code */
    bool inserts;  /* the field becomes an entry */
    bool secret;   /* its value is hidden ... */
    bool rewrites; /* ... or written anew, because it may hold parameters that are */
};

struct http2_direction {
    struct hpack hpack;
    uint32_t highest; /* stream of the latest request */
    uint32_t left;    /* bytes of the frame's payload to come, of which ... */
    uint8_t lead;     /* ... the first tell of padding and priority */
    uint8_t padding;  /* ... and the last are filled up */
    uint8_t header[9];
    uint8_t header_count;
    bool prefaced; /* client: its preface has begun */
    bool settled;  /* the first frame has begun */
    bool in_block; /* the unit is a header block ... */
    bool last;     /* ... with which its message ends */
};

/* The two directions need to know nothing of each other. */
struct http2_shared {
    char nothing;
};

#endif
