/* SPDX-License-Identifier: MIT */
/* Recognises a conversation's protocol by its first bytes and hands each direction's bytes to it, message by message.
 */
#include "conversation.h"

static struct frame_state *state_of(struct bp_conversation *conversation)
{
    return (struct frame_state *)conversation->state;
}

void bp_frame_start(struct bp_conversation *conversation, uint16_t protocol, uint8_t role, uint32_t text_limit,
                    bool redact)
{
    memset(conversation, 0, sizeof *conversation);
    conversation->role = role;
    struct frame_state *state = state_of(conversation);
    state->text_limit = text_limit < BP_TEXT_MAX ? text_limit : BP_TEXT_MAX;
    state->hint = protocol;
    state->redact = redact;
}

static const struct frame_protocol *protocol_of(const struct frame_direction *self)
{
    return self->protocol == BP_PROTOCOL_HTTP1 ? &bp_http1 : &bp_postgres;
}

/* The direction that speaks first tells the protocol and who is who, whoever called connect: FRAME_MORE, FRAME_GIVE_UP,
 * or a type, and then it is decided for both directions. */
static int recognise(struct bp_conversation *conversation, bool sent, const uint8_t *first, size_t count)
{
    struct frame_state *state = state_of(conversation);
    int http1 = bp_http1_recognise(first, count, state->hint == BP_PROTOCOL_HTTP1);
    int postgres = bp_postgres_recognise(first, count);
    int verdict = http1 > postgres ? http1 : postgres;
    if (verdict <= 0) return verdict;
    uint16_t protocol = http1 > 0 ? BP_PROTOCOL_HTTP1 : BP_PROTOCOL_POSTGRES;
    bool sent_asks = sent == (verdict == BP_MESSAGE_REQUEST);
    uint16_t nothing = 0;
    if (__atomic_compare_exchange_n(&state->decided, &nothing, (uint16_t)(2 * protocol + sent_asks), false,
                                    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        frame_store(&conversation->role, sent_asks ? BP_ROLE_CLIENT : BP_ROLE_SERVER);
        frame_store(&conversation->protocol, protocol);
    }
    return verdict;
}

/* What the held bytes and the new ones together begin. */
static int begin(struct frame_run *run, bool sent, const uint8_t *bytes, size_t count)
{
    struct frame_direction *self = run->self;
    uint8_t joined[HELD_MAX];
    const uint8_t *first = self->held_count ? joined : bytes;
    size_t fresh = count < HELD_MAX - self->held_count ? count : HELD_MAX - self->held_count;
    size_t known = self->held_count + fresh;
    if (self->held_count) {
        memcpy(joined, self->held, self->held_count);
        memcpy(joined + self->held_count, bytes, fresh);
    }
    if (!self->protocol) {
        int verdict = frame_load(&run->state->decided) ? 1 : recognise(run->conversation, sent, first, known);
        if (verdict <= 0) return verdict;
        uint16_t decided = frame_load(&run->state->decided);
        self->protocol = decided / 2;
        self->asking = sent == (decided & 1);
    }
    self->kept = 0;
    self->flags = 0;
    int verdict = protocol_of(self)->begin(run, first, known);
    if (verdict <= 0) return verdict;
    self->type = (uint8_t)verdict;
    if (verdict != BP_MESSAGE_NOTICE) frame_store(&self->begun, self->begun + 1);
    return verdict;
}

static struct bp_piece nobodys(const struct frame_direction *self, size_t length)
{
    return (struct bp_piece){.length = length, .protocol = self->protocol};
}

static struct bp_piece give_up(struct frame_run *run, size_t count)
{
    frame_store(&run->conversation->unframed, true);
    return nobodys(run->self, count);
}

/* Bytes that begin no message, or not yet. */
static struct bp_piece pass_undecided(struct frame_run *run, int verdict, const uint8_t *bytes, size_t count)
{
    struct frame_direction *self = run->self;
    if (verdict == FRAME_MORE && count < HELD_MAX - self->held_count) {
        memcpy(self->held + self->held_count, bytes, count);
        self->held_count += (uint8_t)count;
        return nobodys(self, count);
    }
    self->held_count = 0;
    return verdict == FRAME_NOBODY ? nobodys(self, 1) : give_up(run, count);
}

/* Up to the message's end, or as far as its text has room. */
static size_t advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    const struct frame_protocol *protocol = protocol_of(run->self);
    if (bytes) return protocol->advance(run, bytes, count);
    size_t length = protocol->unseen ? protocol->unseen(run, count) : 0;
    if (length) return length;
    frame_break(run);
    return count;
}

struct bp_piece bp_frame_next(struct bp_conversation *conversation, bool sent, const uint8_t *bytes, size_t count,
                              uint8_t *text, size_t room)
{
    struct frame_state *state = state_of(conversation);
    struct frame_direction *self = &state->direction[sent];
    struct frame_run run = {.conversation = conversation,
                            .state = state,
                            .self = self,
                            .other = &state->direction[!sent],
                            .text = text,
                            .room = room};
    if (frame_load(&conversation->unframed)) return nobodys(self, count);

    struct bp_piece piece = {0};
    if (!self->type) {
        if (!bytes) return give_up(&run, count);
        int verdict = begin(&run, sent, bytes, count);
        if (verdict <= 0) return pass_undecided(&run, verdict, bytes, count);
        piece.flags = BP_MESSAGE_BEGIN;
        piece.earlier = self->held_count;
        if (self->held_count) advance(&run, self->held, self->held_count);
        self->held_count = 0;
    }
    piece.type = self->type;
    piece.protocol = self->protocol;
    piece.length = advance(&run, bytes, count);
    piece.text_length = (uint32_t)run.used;
    piece.flags |= self->flags;
    if (run.ended) {
        piece.flags |= BP_MESSAGE_END | (run.broken ? BP_MESSAGE_BROKEN : 0);
        self->type = 0;
    }
    return piece;
}

bool bp_frame_resumes(const struct bp_conversation *conversation, bool sent, const uint8_t *bytes, size_t count)
{
    uint16_t decided = frame_load(&((const struct frame_state *)conversation->state)->decided);
    if (!bytes || !decided || frame_load(&conversation->unframed) || sent != (decided & 1)) return false;
    if (decided / 2 == BP_PROTOCOL_POSTGRES) return bp_postgres_resumes(bytes, count);
    size_t known = count < HELD_MAX ? count : HELD_MAX;
    return bp_http1_recognise(bytes, known, false) == BP_MESSAGE_REQUEST;
}

void bp_frame_resume(struct bp_conversation *conversation)
{
    struct frame_state *state = state_of(conversation), before = *state;
    struct frame_direction *asking = &state->direction[before.decided & 1];
    memset(state->direction, 0, sizeof state->direction);
    asking->asking = true;
    state->direction[0].protocol = state->direction[1].protocol = before.decided / 2;
    if (before.decided / 2 == BP_PROTOCOL_HTTP1)
        state->http1 = (struct http1_shared){0};
    else {
        state->postgres = (struct postgres_shared){.backslashes = before.postgres.backslashes};
        bp_postgres_resume(asking);
    }
}

bool bp_frame_close(struct bp_conversation *conversation, bool sent, uint8_t *type, uint8_t *flags)
{
    struct frame_direction *self = &state_of(conversation)->direction[sent];
    self->held_count = 0;
    if (!self->type) return false;
    bool lawful = !frame_load(&conversation->unframed) && protocol_of(self)->lawful(self);
    *type = self->type;
    *flags = (uint8_t)(self->flags | BP_MESSAGE_END | (lawful ? 0 : BP_MESSAGE_BROKEN));
    self->type = 0;
    return true;
}
