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

/* The letters that kept fields have; NULL for a letter that the side does not send. */
const char *bp_postgres_fields_of(const struct frame_run *run, uint8_t letter);

/* The protocol message whose header has just passed gets its line, if it has one. */
void bp_postgres_line_begins(struct frame_run *run);
void bp_postgres_line_ends(struct frame_run *run);

/* Takes bytes of a protocol message behind its header: all, or as far as the room goes. */
size_t bp_postgres_fields(struct frame_run *run, const uint8_t *bytes, size_t count);

/* One field of ErrorResponse or NoticeResponse; its letter is in name[0]. */
void bp_error_begins(struct frame_run *run, uint8_t letter);
void bp_error_byte(struct frame_run *run, uint8_t byte);

/* A piece of a statement, without NUL; literals become `?`. Returns how many bytes it took, as above. */
size_t bp_sql(struct frame_run *run, const uint8_t *bytes, size_t count);
void bp_sql_end(struct frame_run *run);

#endif
