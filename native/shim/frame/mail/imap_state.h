/* SPDX-License-Identifier: MIT */
/* What a conversation of IMAP remembers. */
#ifndef BP_IMAP_STATE_H
#define BP_IMAP_STATE_H

#include "mail_state.h"

#define IMAP_FLYING 8u

struct imap_direction {
    uint64_t number; /* in the braces that pass; then bytes left of the literal */
    uint32_t line;   /* bytes of the open line */
    uint32_t hash;   /* of the tag that passes */
    struct mail_words words;
    uint8_t phase;
    uint8_t brace; /* how much of {n} has passed */
    uint8_t slot;  /* of the unit's command */
    uint8_t begun; /* server: bit n: the answer to the command in slot n */
    bool secret;   /* the line answers a challenge */
    bool tagged;   /* server: the line ends the answer */
    bool waits;    /* client: the literal in braces needs the server's leave */
    bool literal;  /* ... and has begun */
};

/* Commands without their tagged answer. A slot is the client's while its number is 0, then the server's. */
struct imap_shared {
    struct {
        uint32_t number;
        uint32_t tag; /* hash of it; the lowest two bits: enum imap_kind */
    } flying[IMAP_FLYING];
};

#endif
