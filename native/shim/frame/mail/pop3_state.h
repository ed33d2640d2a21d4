/* SPDX-License-Identifier: MIT */
/* What a conversation of POP3 remembers. */
#ifndef BP_POP3_STATE_H
#define BP_POP3_STATE_H

#include "mail_state.h"

struct pop3_direction {
    uint32_t line; /* bytes of the open line */
    struct mail_words words;
    uint8_t phase;
    bool greeted;
    bool secret; /* the line answers a challenge */
    bool good;   /* the reply says so */
    bool many;   /* ... and then has a message or list */
    bool encrypts;
    bool shown;
};

struct pop3_shared {
    uint64_t many;       /* bit n % 64: the reply to request n goes on when it is good */
    uint32_t encryption; /* number of the request for it, from 1 */
    uint8_t challenged;  /* not 0: the client's next line is a secret */
};

#endif
