/* SPDX-License-Identifier: MIT */
/* What a conversation of HTTP/1 remembers. */
#ifndef BP_HTTP1_STATE_H
#define BP_HTTP1_STATE_H

#include <stdint.h>

#include "../parameter.h"

struct http1_direction {
    uint64_t length;            /* Content-Length while in the head; then bytes left of the body or the chunk */
    uint64_t name;              /* hash of a header's name, where the user gave names to hide ... */
    struct parameter_scan scan; /* ... and parameters in its value */
    uint32_t head_bytes;        /* of the head, the trailer or the chunk's line so far */
    uint16_t status;
    uint8_t phase;
    uint8_t header;       /* whose value is being read */
    uint8_t coding_match; /* letters of "chunked" or "h2c" that the current word of a value has matched */
    uint16_t facts;
    uint8_t last; /* byte of a header's name */
    uint8_t line_count;
    uint8_t line[20]; /* first bytes of a header's name, or last bytes of the start line, when it comes in parts */
};

struct http1_shared {
    uint64_t head;    /* bit n % 64: request n was HEAD ... */
    uint64_t connect; /* ... or CONNECT ... */
    uint64_t h2c;     /* ... or asked to go on in HTTP/2 */
};

#endif
