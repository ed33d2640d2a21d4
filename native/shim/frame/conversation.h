/* SPDX-License-Identifier: MIT */
/* What a bp_conversation's state holds, and what the dispatcher and the protocols of this folder share. */
#ifndef BP_CONVERSATION_H
#define BP_CONVERSATION_H

#include <string.h>

#include "frame.h"

/* Bytes that may pass before a message's type is known: a method of 20 letters, a blank and one byte of the target. */
#define HELD_MAX 24u

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

struct http1_direction {
    uint64_t length;     /* Content-Length while in the head; then bytes left of the body or the chunk */
    uint32_t head_bytes; /* of the head, the trailer or the chunk's line so far */
    uint16_t status;
    uint8_t phase;
    uint8_t header;       /* whose value is being read */
    uint8_t coding_match; /* letters of "chunked" that the current transfer coding has matched */
    uint16_t facts;
    uint8_t last; /* byte of a header's name */
    uint8_t line_count;
    uint8_t line[20]; /* first bytes of a header's name, or last bytes of the start line, when it comes in parts */
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

/* Written by the thread that drives the direction; the other direction reads `begun` only. */
struct frame_direction {
    uint16_t protocol; /* bp_protocol, once the direction's first message has begun ... */
    bool asking;       /* ... and whether its messages are requests; both stay, so that the union keeps its meaning */
    uint8_t type;      /* bp_message_type of the open message, 0 none */
    uint8_t flags;     /* BP_MESSAGE_CUT and _REDACTED of the open message */
    uint8_t held_count;
    uint8_t held[HELD_MAX]; /* bytes passed as nobody's that may begin the next message */
    uint32_t kept;          /* text bytes kept of the open message */
    uint32_t begun;         /* requests or responses begun; notices do not count */
    union {
        struct http1_direction http1;
        struct postgres_direction postgres;
    };
};

/* What one direction must know of the other is read and written by frame_load and frame_store only. */
struct http1_shared {
    uint64_t head;    /* bit n % 64: request n was HEAD ... */
    uint64_t connect; /* ... or CONNECT */
};

struct postgres_shared {
    uint32_t encryption; /* bit n: request n asked for encryption, which one byte answers */
    bool mixed;          /* a Query stood within an extended request */
    bool copy_both[2];   /* by asking: copy data flows both ways, outside exchanges */
    bool backslashes;    /* standard_conforming_strings is off */
};

struct __attribute__((may_alias)) frame_state {
    uint32_t text_limit;
    uint16_t hint;    /* bp_protocol from the services map */
    uint16_t decided; /* 0, or 2 * bp_protocol + (the sent direction carries requests); set once */
    bool redact;
    struct frame_direction direction[2]; /* received, sent */
    union {
        struct http1_shared http1;
        struct postgres_shared postgres;
    };
};

_Static_assert(sizeof(struct frame_state) <= sizeof(((struct bp_conversation *)0)->state),
               "bp_conversation is too small");

/* One call of bp_frame_next as the protocols see it. */
struct frame_run {
    struct bp_conversation *conversation;
    struct frame_state *state;
    struct frame_direction *self;
    struct frame_direction *other;
    bool ended;
    bool broken;
    uint8_t *text;
    size_t room;
    size_t used;
};

/* What the first bytes of a message say; a bp_message_type otherwise. */
enum frame_verdict {
    FRAME_GIVE_UP = -3,
    FRAME_NOBODY = -2, /* the first byte belongs to no message */
    FRAME_MORE = -1,   /* only with fewer than HELD_MAX bytes */
};

/* A protocol. `begin` looks at the first bytes of what should be a message and, when it returns a type, has made self
 * ready for it; it must decide before the message ends. `advance` takes bytes up to the message's end (and then sets
 * run->ended) or as far as the room for text goes. `unseen` says how many bytes that nobody saw the open message may
 * take; NULL none. `lawful`: the end of the connection ends the open message in order. */
struct frame_protocol {
    int (*begin)(struct frame_run *run, const uint8_t *first, size_t count);
    size_t (*advance)(struct frame_run *run, const uint8_t *bytes, size_t count);
    size_t (*unseen)(struct frame_run *run, size_t count);
    bool (*lawful)(const struct frame_direction *self);
};

extern const struct frame_protocol bp_http1;
extern const struct frame_protocol bp_postgres;

/* Whether a conversation of this protocol may begin so: FRAME_MORE, FRAME_GIVE_UP, REQUEST or RESPONSE. */
int bp_http1_recognise(const uint8_t *first, size_t count, bool any_method);
int bp_postgres_recognise(const uint8_t *first, size_t count);

/* Whether the bytes begin a client's message of a connection that has started; and what its directions are then. */
bool bp_postgres_resumes(const uint8_t *first, size_t count);
void bp_postgres_resume(struct frame_direction *client);

/* A value is published by the counter or flag that is stored after it. */
#define frame_load(place) __atomic_load_n(place, __ATOMIC_ACQUIRE)
#define frame_store(place, value) __atomic_store_n(place, value, __ATOMIC_RELEASE)

/* Whether the other direction has begun its request or response `number`, from 0. */
static inline bool frame_other_has(const struct frame_run *run, uint32_t number)
{
    return (int32_t)(frame_load(&run->other->begun) - number) > 0;
}

/* The bytes make no sense: the message ends with the byte that showed it, and so does framing. */
static inline void frame_break(struct frame_run *run)
{
    run->ended = run->broken = true;
    frame_store(&run->conversation->unframed, true);
}

static inline bool frame_keeps(const struct frame_run *run)
{
    return run->self->kept < run->state->text_limit;
}

/* Whether `wanted` bytes of text can be taken now; what lies beyond the limit needs no room. */
static inline bool frame_has_room(const struct frame_run *run, size_t wanted)
{
    return run->room - run->used >= wanted || !frame_keeps(run);
}

static inline bool frame_can_keep(const struct frame_run *run, size_t wanted)
{
    return run->room - run->used >= wanted && frame_keeps(run);
}

/* Appends to the message's kept text, up to the limit. The caller has made sure of the room. */
static inline void frame_keep(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    size_t left = run->state->text_limit - run->self->kept;
    if (count > left) {
        count = left;
        run->self->flags |= BP_MESSAGE_CUT;
    }
    memcpy(run->text + run->used, bytes, count);
    run->used += count;
    run->self->kept += (uint32_t)count;
}

static inline void frame_keep_byte(struct frame_run *run, uint8_t byte)
{
    if (frame_keeps(run)) {
        run->text[run->used++] = byte;
        run->self->kept++;
    } else
        run->self->flags |= BP_MESSAGE_CUT;
}

/* A value's place in the text. */
static inline void frame_keep_redacted(struct frame_run *run)
{
    frame_keep_byte(run, '?');
    run->self->flags |= BP_MESSAGE_REDACTED;
}

#endif
