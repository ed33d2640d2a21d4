/* SPDX-License-Identifier: MIT */
/* What a conversation of PostgreSQL remembers. */
#ifndef BP_POSTGRES_STATE_H
#define BP_POSTGRES_STATE_H

#include <stdbool.h>
#include <stdint.h>

/* Replaces SQL literals in a text that arrives in any pieces. */
struct sql_redactor {
    uint64_t tag;       /* hash of the dollar quote's tag that is open */
    uint64_t candidate; /* hash of what may become a tag */
    uint32_t depth;     /* of nested comments */
    uint8_t mode;
    uint8_t prefix[2]; /* letters that turn out to be a name's begin or a literal's prefix */
    uint8_t prefix_count;
    bool escapes; /* the open or last literal knows backslashes, and so do its continuations */
};

struct postgres_direction {
    struct sql_redactor sql;
    uint32_t left;   /* bytes of the protocol message that have not passed */
    uint32_t number; /* an integer field on its way */
    uint32_t items;  /* bound values or format codes to come */
    uint8_t letter;  /* type byte, or one of postgres.h's names for messages without one */
    uint8_t header[8];
    uint8_t header_count;
    uint8_t header_size;
    uint8_t field; /* index into the letter's list of fields */
    uint8_t step;  /* within the field */
    uint8_t unit;
    uint8_t facts;
    bool extended; /* client: the last request ended with Sync, not Query */
    uint8_t name_count;
    uint8_t name[28];
};

struct postgres_shared {
    uint32_t encryption; /* bit n: request n asked for encryption, which one byte answers */
    bool mixed;          /* a Query stood within an extended request */
    bool copy_both[2];   /* by asking: copy data flows both ways, outside exchanges */
    bool backslashes;    /* standard_conforming_strings is off */
};

#endif
