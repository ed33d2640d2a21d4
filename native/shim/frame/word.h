/* SPDX-License-Identifier: MIT */
/* The words of a line in a file of settings. */
#ifndef BP_WORD_H
#define BP_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct word {
    const char *begin;
    size_t length;
};

static inline bool word_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* The next word of *rest, which shrinks; length 0 at the line's end. */
static inline struct word next_word(struct word *rest)
{
    while (rest->length && word_is_blank(*rest->begin))
        rest->begin++, rest->length--;
    struct word word = {rest->begin, 0};
    while (word.length < rest->length && !word_is_blank(word.begin[word.length]))
        word.length++;
    rest->begin += word.length;
    rest->length -= word.length;
    return word;
}

/* In any case. */
static inline bool word_is(struct word word, const char *text)
{
    return word.length == strlen(text) && strncasecmp(word.begin, text, word.length) == 0;
}

/* The next line of *text, which shrinks, without its comment; false at the text's end. */
static inline bool next_line(struct word *text, struct word *line)
{
    if (text->length == 0) return false;
    const char *feed = memchr(text->begin, '\n', text->length);
    line->begin = text->begin;
    line->length = feed ? (size_t)(feed - text->begin) : text->length;
    size_t step = line->length + (feed != NULL);
    text->begin += step;
    text->length -= step;
    const char *comment = memchr(line->begin, '#', line->length);
    if (comment) line->length = (size_t)(comment - line->begin);
    return true;
}

#endif
