/* SPDX-License-Identifier: MIT */
/*
 * ErrorResponse and NoticeResponse: severity (S, and V without translation), code (C) and message (M) are kept, in the
 * order in which they come. A message may repeat values of the statement: what its class of error tells decides how
 * much of it stays (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
#include "postgres.h"

enum message_kind {
    MESSAGE_KEPT,
    MESSAGE_QUOTES, /* what is quoted, and numbers, are values */
    MESSAGE_HIDDEN,
};

/* Bits of `number` while a message of values passes. */
enum { IN_QUOTES = 1, IN_WORD = 2, IN_NUMBER = 4 };

/* Of the classes listed the server words the message itself, and it tells names only. What is left is the program's own
 * text (00, 01, P0, codes that a program made up), or came before its code. */
static enum message_kind kind_of_message(const uint8_t *code)
{
    static const char names_only[][3] = {"08", "0A", "23", "25", "26", "28", "34", "3D", "3F",
                                         "40", "42", "53", "54", "55", "57", "58", "XX"};
    if (memcmp(code, "22", 2) == 0 || memcmp(code, "42601", 5) == 0) return MESSAGE_QUOTES;
    for (size_t i = 0; i < sizeof names_only / sizeof names_only[0]; i++)
        if (memcmp(code, names_only[i], 2) == 0) return MESSAGE_KEPT;
    return MESSAGE_HIDDEN;
}

void bp_error_begins(struct frame_run *run, uint8_t letter)
{
    struct postgres_direction *self = &run->self->postgres;
    self->name[0] = letter;
    self->name_count = 0;
    self->number = 0;
    if (!strchr("SVCM", letter)) return;
    frame_keep(run, (const uint8_t[]){'\t', letter}, 2);
    self->items = letter == 'M' && run->state->redact ? kind_of_message(self->name + 1) : MESSAGE_KEPT;
    if (self->items == MESSAGE_HIDDEN) frame_keep_redacted(run);
}

static void values_byte(struct frame_run *run, uint8_t c)
{
    struct postgres_direction *self = &run->self->postgres;
    bool digit = c >= '0' && c <= '9';
    bool letter = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c >= 0x80;
    if (c == '"') {
        self->number ^= IN_QUOTES;
        frame_keep_byte(run, c);
        if (self->number & IN_QUOTES) frame_keep_redacted(run);
    } else if (!(self->number & IN_QUOTES)) {
        bool begins = digit && !(self->number & (IN_WORD | IN_NUMBER));
        bool inside = (self->number & IN_NUMBER) && (digit || c == '.');
        if (begins) frame_keep_redacted(run);
        if (!begins && !inside) bp_keep_escaped(run, c);
        self->number = begins || inside ? IN_NUMBER : letter || (digit && (self->number & IN_WORD)) ? IN_WORD : 0;
    }
}

void bp_error_byte(struct frame_run *run, uint8_t byte)
{
    struct postgres_direction *self = &run->self->postgres;
    uint8_t letter = self->name[0];
    if (letter == 'V' && self->name_count == 0 && (byte == 'F' || byte == 'P')) self->facts |= POSTGRES_FATAL;
    if (letter == 'C' && self->name_count < 5) self->name[1 + self->name_count] = byte;
    if (self->name_count < UINT8_MAX) self->name_count++;
    if (!strchr("SVCM", letter) || self->items == MESSAGE_HIDDEN) return;
    if (letter == 'M' && self->items == MESSAGE_QUOTES)
        values_byte(run, byte);
    else
        bp_keep_escaped(run, byte);
}
