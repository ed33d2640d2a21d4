/* SPDX-License-Identifier: MIT */
/* The two halves of HTTP/1: heads and bodies. */
#ifndef BP_HTTP1_H
#define BP_HTTP1_H

#include "../conversation.h"

enum http1_phase {
    HTTP1_START_LINE,
    HTTP1_LINE_BEGIN,
    HTTP1_BLANK_LINE, /* CR where a header would begin */
    HTTP1_NAME,
    HTTP1_VALUE,
    HTTP1_BODY,
    HTTP1_UNTIL_CLOSE,
    HTTP1_CHUNK_SIZE,
    HTTP1_CHUNK_REST, /* what follows the size on its line */
    HTTP1_CHUNK_DATA,
    HTTP1_CHUNK_END,
    HTTP1_CHUNK_FEED,
    HTTP1_TRAILER_BEGIN,
    HTTP1_TRAILER_BLANK,
    HTTP1_TRAILER,
    HTTP1_TUNNEL, /* after CONNECT, until its answer begins */
};

enum http1_fact {
    HTTP1_HAS_LENGTH = 1,
    HTTP1_HAS_CODING = 2, /* Transfer-Encoding */
    HTTP1_CHUNKED = 4,    /* ... and the last coding so far is chunked */
    HTTP1_IN_VALUE = 8,   /* the current line's value, or transfer coding, has begun */
    HTTP1_AFTER_VALUE = 16,
    HTTP1_HEADERS = 32, /* a header line has been seen, so that it can be continued */
    HTTP1_CONNECT = 64, /* this request is a CONNECT, this response answers one */
    HTTP1_HEAD = 128,   /* this response answers a HEAD */
    HTTP1_H2C = 512,    /* this request asks to go on in HTTP/2, this response answers one that did */
    HTTP1_BAD = 256, /* the current line makes no sense; told at its end, so that the place does not depend on splits */
};

/* Bytes of the head or its part that is here; sets the phase to what follows when the head is complete. */
size_t bp_http1_head(struct frame_run *run, const uint8_t *bytes, size_t count);

/* The head is complete: where does the message end? */
void bp_http1_head_complete(struct frame_run *run);

static inline bool http1_is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

/* Bytes of a value, with those of its line's end, in whatever pieces they come. */
void bp_http1_length(struct http1_direction *http1, const uint8_t *bytes, size_t count);
void bp_http1_coding(struct http1_direction *http1, const uint8_t *bytes, size_t count);
void bp_http1_upgrade(struct http1_direction *http1, const uint8_t *bytes, size_t count);
void bp_http1_secret(struct frame_run *run, const uint8_t *bytes, size_t count);

#endif
