/* SPDX-License-Identifier: MIT */
/* What SMTP and POP3 have in common: commands of one line, replies that may ask for a line or a message more. */
#ifndef BP_MAIL_H
#define BP_MAIL_H

#include "../conversation.h"
#include "mail_state.h"

enum mail_phase {
    MAIL_LINE,
    MAIL_COUNTED, /* bytes of a chunk */
    /* Places in a message that a line with a dot ends. */
    MAIL_LINE_BEGIN,
    MAIL_DOT,
    MAIL_DOT_RETURN,
    MAIL_INSIDE,
    MAIL_RETURN,
};

#define MAIL_ROOM 16u
#define MAIL_LINE_MAX 65536u

/* Bytes of a message up to and with the line with a dot; then the unit has ended. */
size_t bp_mail_message(struct frame_run *run, uint8_t *phase, const uint8_t *bytes, size_t count);

/* Keeps what may be kept of a command's line: `place` of the argument that passes, from 1; all others are `?`. */
void bp_mail_word(struct frame_run *run, struct mail_words *words, uint8_t byte, bool kept);

/* Whether the command is `name`, which is in capitals; a name of eight letters also stands for longer ones. */
static inline bool mail_is(const struct mail_words *words, const char *name)
{
    return strncmp((const char *)words->name, name, sizeof words->name) == 0;
}

/* Whether the bytes begin with a word of letters that a blank or line end follows: its length, FRAME_MORE or 0. */
int bp_mail_verb(const uint8_t *first, size_t count);

#endif
