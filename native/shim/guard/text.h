/* SPDX-License-Identifier: MIT */
/* Builds short strings without libc's locale, locks and allocation. What does not fit is left out; always
 * NUL-terminated. */
#ifndef BP_TEXT_H
#define BP_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct bp_text {
    char *begin;
    size_t room;
    size_t length;
};

static inline struct bp_text bp_text(char *begin, size_t room)
{
    begin[0] = 0;
    return (struct bp_text){begin, room, 0};
}

static inline void bp_text_character(struct bp_text *text, char character)
{
    if (text->length + 1 >= text->room) return;
    text->begin[text->length++] = character;
    text->begin[text->length] = 0;
}

static inline void bp_text_add(struct bp_text *text, const char *more)
{
    while (*more)
        bp_text_character(text, *more++);
}

static inline void bp_text_part(struct bp_text *text, const char *more, size_t length)
{
    for (size_t i = 0; i < length; i++)
        bp_text_character(text, more[i]);
}

static inline void bp_text_decimal(struct bp_text *text, uint64_t number)
{
    if (number > 9) bp_text_decimal(text, number / 10);
    bp_text_character(text, (char)('0' + number % 10));
}

static inline void bp_text_hex(struct bp_text *text, uint64_t number, int digits)
{
    while (digits-- > 0)
        bp_text_character(text, "0123456789abcdef"[number >> (4 * digits) & 15]);
}

#endif
