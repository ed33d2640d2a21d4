/* SPDX-License-Identifier: MIT */
/* The two halves of PostgreSQL: borders of messages and their text. */
#ifndef BP_POSTGRES_H
#define BP_POSTGRES_H

#include "../keep.h"

/* Names for what comes without a type byte. */
enum postgres_untyped {
    POSTGRES_STARTUP = 1,
    POSTGRES_SSL,
    POSTGRES_GSSENC,
    POSTGRES_CANCEL,
    POSTGRES_ANSWER, /* the byte that answers SSL or GSSENC */
};

enum postgres_fact {
    POSTGRES_STARTED = 1, /* client: the start-up message has passed, everything further has a type byte */
    POSTGRES_ERROR = 2,   /* server: an error stands in the open unit ... */
    POSTGRES_LAST = 4,    /* ... as its last message so far */
    POSTGRES_FATAL = 8,   /* ... and the server closes after it */
};

/* By asking and type byte the letters that kept fields have; NULL for a letter that the side does not send. */
extern const char *const bp_postgres_letters[2][128];

static inline const char *bp_postgres_fields_of(const struct frame_run *run, uint8_t letter)
{
    return letter < 128 ? bp_postgres_letters[run->self->asking][letter] : NULL;
}

/* Where a statement has come to. */
enum sql_mode {
    SQL_PLAIN,
    SQL_PREFIX, /* letters that a quote may follow: E, B, X, N, U& */
    SQL_NAME,
    SQL_QUOTED_NAME,
    SQL_NUMBER,
    SQL_EXPONENT,
    SQL_STRING,
    SQL_BACKSLASH,
    SQL_QUOTE, /* in a string: its end, or the first of a doubled one */
    SQL_DASH,
    SQL_LINE_COMMENT,
    SQL_SLASH,
    SQL_COMMENT,
    SQL_COMMENT_STAR,
    SQL_COMMENT_SLASH,
    SQL_DOLLAR,
    SQL_PARAMETER,
    SQL_TAG,
    SQL_DOLLAR_TEXT,
    SQL_DOLLAR_END,
};

/* How many bytes from here on are of one kind with what stands before them, and are kept or dropped. */
size_t bp_sql_run(struct frame_run *run, const uint8_t *bytes, size_t count);

/* A piece of a statement, without NUL; literals become `?`. Returns how many bytes it took, as above. */
size_t bp_sql(struct frame_run *run, const uint8_t *bytes, size_t count);
void bp_sql_end(struct frame_run *run);

/* The protocol message whose header has just passed gets its line, if it has one: all but rows and copy data. */
void bp_postgres_untyped_begins(struct frame_run *run);

static inline bool bp_postgres_has_line(const struct frame_run *run)
{
    uint8_t letter = run->self->postgres.letter;
    return letter != 'd' && (run->self->asking || letter != 'D');
}

static inline void bp_postgres_line_begins(struct frame_run *run)
{
    uint8_t letter = run->self->postgres.letter;
    if (__builtin_expect(letter <= POSTGRES_ANSWER, 0))
        bp_postgres_untyped_begins(run);
    else if (bp_postgres_has_line(run))
        frame_keep_byte(run, letter);
}

static inline void bp_postgres_line_ends(struct frame_run *run)
{
    if (!bp_postgres_has_line(run)) return;
    if (run->self->asking) bp_sql_end(run); /* a statement that lacks its NUL */
    frame_keep_byte(run, '\n');
}

/* The line of a message of which all bytes behind the header are here; false, and nothing is done: it is not of the
 * simple kind, whose texts stay as they are, or lacks room. */
bool bp_postgres_whole_line(struct frame_run *run, const char *fields, const uint8_t *bytes, const uint8_t *end);

/* Takes bytes of a protocol message behind its header: all, or as far as the room goes. */
size_t bp_postgres_fields(struct frame_run *run, const uint8_t *bytes, size_t count);

/* One field of ErrorResponse or NoticeResponse; its letter is in name[0]. */
void bp_error_begins(struct frame_run *run, uint8_t letter);
void bp_error_byte(struct frame_run *run, uint8_t byte);

#endif
