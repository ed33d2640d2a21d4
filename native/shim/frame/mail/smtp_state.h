/* SPDX-License-Identifier: MIT */
/* What a conversation of SMTP remembers. */
#ifndef BP_SMTP_STATE_H
#define BP_SMTP_STATE_H

#include "mail_state.h"

struct smtp_direction {
    uint64_t number; /* a chunk's length, then what is left of it */
    uint32_t line;   /* bytes of the open line */
    struct mail_words words;
    uint8_t phase;
    uint8_t code[3]; /* of the open reply */
    bool greeted;
    bool secret;   /* the line answers a challenge */
    bool address;  /* what follows FROM: or TO: passes */
    bool shown;    /* server: codes pass */
    bool last;     /* the line that passes ends the reply */
    bool waits;    /* client: for leave to send a message */
    bool encrypts; /* the reply agrees to encryption */
};

struct smtp_shared {
    uint8_t wanted;      /* what the last reply asks for: enum smtp_wanted */
    uint32_t encryption; /* number of the request for it, from 1 */
};

#endif
