/* SPDX-License-Identifier: MIT */
/* What a bp_conversation's state holds, and what the dispatcher and the protocols of this folder share. */
#ifndef BP_CONVERSATION_H
#define BP_CONVERSATION_H

#include <string.h>

#include "cgi/fastcgi_state.h"
#include "cgi/gateway_state.h"
#include "cgi/script_state.h"
#include "dns/dns_state.h"
#include "frame.h"
#include "http1/http1_state.h"
#include "http2/http2_state.h"
#include "mail/imap_state.h"
#include "mail/pop3_state.h"
#include "mail/smtp_state.h"
#include "memcached/memcached_state.h"
#include "mysql/mysql_state.h"
#include "postgres/postgres_state.h"
#include "private/private_state.h"
#include "redis/redis_state.h"
#include "x11/x11_state.h"

/* Bytes that may pass before a message's type is known: a method of 20 letters, a blank and one byte of the target. */
#define HELD_MAX 24u

/* Written by the thread that drives the direction; the other direction reads `begun` only. */
struct frame_direction {
    uint16_t protocol; /* bp_protocol, once the direction's first message has begun ... */
    bool asking;       /* ... and whether its messages are requests; both stay, so that the union keeps its meaning */
    bool open;         /* a unit has begun and not ended: a message, or a part of one that stands alone, or neither */
    uint8_t type;      /* bp_message_type of the open unit's message, 0 none */
    uint8_t flags;     /* BP_MESSAGE_CUT and _REDACTED of the open unit */
    uint8_t held_count;
    uint8_t held[HELD_MAX]; /* bytes passed as nobody's that may begin the next message */
    uint32_t kept;          /* text bytes kept of the open unit */
    uint32_t exchange;      /* number of the open unit's message, 0 where order tells */
    uint32_t begun;         /* requests or responses begun; notices do not count */
    union {
#define BP_PROTOCOL(number, NAME, name, services) struct name##_direction name;
#include "../../wire/protocols.def"
    };
};

struct __attribute__((may_alias)) frame_state {
    uint32_t text_limit;
    uint16_t hint;    /* bp_protocol from the services map */
    uint16_t decided; /* 0, or 2 * bp_protocol + (the sent direction carries requests); set once */
    bool redact;
    const struct bp_private *declared;   /* the private protocol that it is; NULL: plain lines or lengths */
    struct frame_direction direction[2]; /* received, sent */
    /* What one direction must know of the other is read and written by frame_load and frame_store only. */
    union {
#define BP_PROTOCOL(number, NAME, name, services) struct name##_shared name;
#include "../../wire/protocols.def"
    } shared;
};

_Static_assert(sizeof(struct frame_state) <= sizeof(((struct bp_conversation *)0)->state),
               "bp_conversation is too small");

/* One call of bp_frame_next as the protocols see it. */
struct frame_run {
    struct bp_conversation *conversation;
    struct frame_state *state;
    struct frame_direction *self;
    struct frame_direction *other;
    bool continues;   /* begin: the unit is not its message's first */
    bool ended;       /* advance: the unit has ended ... */
    bool goes_on;     /* ... and its message has not */
    uint16_t becomes; /* another protocol goes on in the direction: behind this unit, or (begin) instead of it */
    bool broken;
    size_t known_at; /* so many bytes had come when the protocol was known; a message that ended before is broken */
    uint8_t *text;
    size_t room;
    size_t used;
};

/* What the first bytes of a unit say; a bp_message_type otherwise. */
enum frame_verdict {
    FRAME_GIVE_UP = -3,
    FRAME_NOBODY = -2,     /* the first byte belongs to no unit */
    FRAME_MORE = -1,       /* only with fewer than HELD_MAX bytes */
    FRAME_ASIDE = 0,       /* a unit that belongs to no message (settings, a ping) */
    FRAME_CALLER_ASKS = 4, /* only recognise: known, but not who asks: who called connect, else who speaks first */
};

/* A protocol. Mostly a unit is a message. Where messages of several exchanges interleave, a unit is what stands in one
 * piece (a frame, a record): begin sets self->exchange, and run->continues unless it is its message's first. */
struct frame_protocol {
    /* Whether a conversation may begin so, as a bp_message_type that tells who asks, FRAME_MORE or FRAME_GIVE_UP;
     * `hinted`: the services map says that it does. */
    int (*recognise)(const uint8_t *first, size_t count, bool hinted);

    /* Looks at the first bytes of what should be a unit and, when it returns a type or FRAME_ASIDE, has made self ready
     * for it; it must decide before the unit ends. */
    int (*begin)(struct frame_run *run, const uint8_t *first, size_t count);

    /* Takes bytes up to the unit's end (and then sets run->ended) or as far as the room for text goes. */
    size_t (*advance)(struct frame_run *run, const uint8_t *bytes, size_t count);

    /* How many bytes that nobody saw the open unit may take; NULL: none. */
    size_t (*unseen)(struct frame_run *run, size_t count);

    /* Whether the end of the connection ends the open unit in order. */
    bool (*lawful)(const struct frame_direction *self);

    /* Whether the bytes begin a request in the midst of a conversation; NULL: it is never taken up. */
    bool (*resumes)(const uint8_t *first, size_t count);

    /* Makes the state, which has been emptied, that of a conversation taken up there, or in another process; NULL:
     * nothing to do. */
    void (*resume)(struct frame_state *state, struct frame_direction *asking, const struct frame_state *before);

    /* Whether the shared state, which another process passed and anybody may have forged, can be that of a conversation
     * between two messages after so many requests; NULL: it does not go on in another process. */
    bool (*sound)(const struct frame_state *state, uint32_t asked);

    /* Reads a datagram of `length` bytes of which the first `count` are here, and returns a bp_message_type, with
     * self->exchange set, or FRAME_GIVE_UP; NULL: the protocol has none. */
    int (*datagram)(struct frame_run *run, const uint8_t *bytes, size_t count, size_t length, bool hinted);
};

#define BP_PROTOCOL(number, NAME, name, services) extern const struct frame_protocol bp_##name;
#include "../../wire/protocols.def"

/* By number; NULL where there is none. */
const struct frame_protocol *bp_frame_protocol(uint16_t number);

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
