/* SPDX-License-Identifier: MIT */
/* What a conversation of a private protocol remembers. */
#ifndef BP_PRIVATE_STATE_H
#define BP_PRIVATE_STATE_H

#include <stdbool.h>
#include <stdint.h>

/* The open message's kept part. */
struct private_text {
    uint32_t seen; /* bytes of the message that have been kept */
    bool named;    /* the protocol's name stands before them */
    bool parted;   /* the first word has ended */
    bool over;     /* nothing more is kept */
};

struct line_direction {
    struct private_text text;
    bool returned; /* the last byte was CR */
    bool begun;    /* there was a message before */
};

struct length_direction {
    struct private_text text;
    uint64_t left; /* the length as far as it has passed, then bytes of the message to come */
    uint8_t head;  /* bytes of the message up to the end of its length that have passed */
    bool inside;   /* the length is complete */
    bool begun;    /* there was a message before */
};

struct line_shared {
    bool unused;
};

struct length_shared {
    bool unused;
};

#endif
