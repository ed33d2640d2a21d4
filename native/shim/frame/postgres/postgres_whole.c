/* SPDX-License-Identifier: MIT */
/* Most messages are short and come in one piece: their lines are made at once. What is not as simple as that leaves no
 * trace here and passes byte by byte (postgres_fields.c), to the same line. */
#include "postgres.h"

/* A text that stays as it is, up to its NUL, which it lacks unless *from is then behind it. */
static uint8_t *text(uint8_t *to, const uint8_t **from, const uint8_t *end)
{
    for (const uint8_t *at = *from; at < end; at++) {
        if (!*at) {
            *from = at + 1;
            return to;
        }
        if (!keep_is_plain(*at)) return NULL;
        *to++ = *at;
    }
    return NULL;
}

/* Writes a line's fields; NULL where one needs more than copying. */
static inline uint8_t *line(bool redact, const char *fields, uint8_t *to, const uint8_t *from, const uint8_t *end)
{
    for (; *fields; fields++) {
        if (*fields == 'v' && redact) break;
        if (from == end) return NULL;
        *to++ = '\t';
        if (*fields == 's')
            to = text(to, &from, end);
        else if (*fields == 'b' && keep_is_plain(*from))
            *to++ = *from++;
        else
            return NULL;
        if (!to) return NULL;
    }
    return to;
}

bool bp_postgres_whole_line(struct frame_run *run, const char *fields, const uint8_t *bytes, const uint8_t *end)
{
    size_t most = (size_t)(end - bytes) + KEEP_BYTE_ROOM; /* the text, a tab a field, the letter and the line's end */
    if (run->room - run->used < most || run->state->text_limit - run->self->kept < most) return false;
    uint8_t *begin = run->text + run->used;
    uint8_t *behind = line(run->state->redact, fields, begin + 1, bytes, end);
    if (!behind) return false;
    begin[0] = run->self->postgres.letter;
    *behind++ = '\n';
    run->used += (size_t)(behind - begin);
    run->self->kept += (uint32_t)(behind - begin);
    return true;
}
