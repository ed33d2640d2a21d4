/* SPDX-License-Identifier: MIT */
/* What is known of a line of words that passes. */
#ifndef BP_MAIL_STATE_H
#define BP_MAIL_STATE_H

#include <stdbool.h>
#include <stdint.h>

struct mail_words {
    uint8_t name[8]; /* the command's, in capitals */
    uint8_t name_count;
    uint8_t index; /* of the word that passes; 0 is the name */
    bool inside;   /* a word has begun and not ended */
    bool hidden;   /* ... and has its `?` */
};

#endif
