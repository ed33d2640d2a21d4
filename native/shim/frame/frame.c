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

void bp_frame_declare(struct bp_conversation *conversation, const struct bp_private *declared)
{
    state_of(conversation)->declared = declared;
}

static const struct frame_protocol *const protocols[] = {
#define BP_PROTOCOL(number, NAME, name, services) [number] = &bp_##name,
#include "../../wire/protocols.def"
};
#define PROTOCOLS (uint16_t)(sizeof protocols / sizeof protocols[0])

const struct frame_protocol *bp_frame_protocol(uint16_t number)
{
    return number < PROTOCOLS ? protocols[number] : NULL;
}

static int ask(uint16_t protocol, const uint8_t *first, size_t count, bool hinted)
{
    return protocols[protocol] ? protocols[protocol]->recognise(first, count, hinted) : FRAME_GIVE_UP;
}

/* The protocol that knows the bytes: the services map's, else the first of the others. One that may still come to know
 * them is waited for, so that the choice does not depend on how many bytes come at a time. */
static int find(uint16_t hint, const uint8_t *first, size_t count, uint16_t *protocol)
{
    *protocol = hint;
    int verdict = hint < PROTOCOLS ? ask(hint, first, count, true) : FRAME_GIVE_UP;
    for (uint16_t other = 1; other < PROTOCOLS && verdict == FRAME_GIVE_UP; other++) {
        if (other == hint) continue;
        *protocol = other;
        verdict = ask(other, first, count, false);
    }
    return verdict;
}

/* The direction that speaks first tells the protocol and who is who, whoever called connect: FRAME_MORE, FRAME_GIVE_UP,
 * or a type, and then it is decided for both directions. */
static int recognise(struct bp_conversation *conversation, bool sent, const uint8_t *first, size_t count)
{
    struct frame_state *state = state_of(conversation);
    uint16_t protocol = BP_PROTOCOL_NONE;
    int verdict = find(state->hint, first, count, &protocol);
    if (verdict <= 0) return verdict;
    bool sent_asks = sent == (verdict == BP_MESSAGE_REQUEST);
    if (verdict == FRAME_CALLER_ASKS) sent_asks = conversation->role ? conversation->role == BP_ROLE_CLIENT : sent;
    uint16_t nothing = 0;
    if (__atomic_compare_exchange_n(&state->decided, &nothing, (uint16_t)(2 * protocol + sent_asks), false,
                                    __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
        frame_store(&conversation->role, sent_asks ? BP_ROLE_CLIENT : BP_ROLE_SERVER);
        frame_store(&conversation->protocol, protocol);
    }
    return verdict;
}

/* How many bytes it took to know the protocol, where another one was waited for meanwhile; else 0. */
static size_t known_at(const struct bp_conversation *conversation, const uint8_t *first, size_t held, size_t count)
{
    const struct frame_state *state = (const struct frame_state *)conversation->state;
    uint16_t protocol;
    if (state->hint == frame_load(&state->decided) / 2) return 0;
    while (++held < count && find(state->hint, first, held, &protocol) == FRAME_MORE)
        ;
    return held;
}

/* The direction has agreed on another protocol with its peer, who finds out for itself. */
static __attribute__((noinline)) void become(struct frame_run *run)
{
    struct frame_direction *self = run->self;
    size_t common = offsetof(struct frame_direction, http1);
    memset((uint8_t *)self + common, 0, sizeof *self - common);
    self->protocol = run->becomes;
    run->becomes = BP_PROTOCOL_NONE;
    frame_store(&run->state->decided, (uint16_t)(2 * self->protocol + (frame_load(&run->state->decided) & 1)));
    frame_store(&run->conversation->protocol, self->protocol);
}

/* The direction's protocol, which its first bytes tell or the other direction's have told. */
static __attribute__((noinline)) int decide(struct frame_run *run, bool sent, const uint8_t *first, size_t known)
{
    struct frame_direction *self = run->self;
    bool decided_before = frame_load(&run->state->decided) != 0;
    int verdict = decided_before ? 1 : recognise(run->conversation, sent, first, known);
    if (verdict <= 0) return verdict;
    if (!decided_before) run->known_at = known_at(run->conversation, first, self->held_count, known);
    uint16_t decided = frame_load(&run->state->decided);
    self->protocol = decided / 2;
    self->asking = sent == (decided & 1);
    return verdict;
}

/* The held bytes and as many new ones as there is room for; how many they are. */
static __attribute__((noinline)) size_t join(const struct frame_direction *self, const uint8_t *bytes, size_t count,
                                             uint8_t joined[HELD_MAX])
{
    size_t fresh = count < HELD_MAX - self->held_count ? count : HELD_MAX - self->held_count;
    memcpy(joined, self->held, self->held_count);
    memcpy(joined + self->held_count, bytes, fresh);
    return self->held_count + fresh;
}

/* What the held bytes and the new ones together begin. */
static int begin(struct frame_run *run, bool sent, const uint8_t *bytes, size_t count)
{
    struct frame_direction *self = run->self;
    uint8_t joined[HELD_MAX];
    const uint8_t *first = bytes;
    size_t known = count < HELD_MAX ? count : HELD_MAX;
    if (__builtin_expect(self->held_count, 0)) {
        known = join(self, bytes, count, joined);
        first = joined;
    }
    if (__builtin_expect(!self->protocol, 0)) {
        int verdict = decide(run, sent, first, known);
        if (verdict <= 0) return verdict;
    }
    self->kept = 0;
    self->flags = 0;
    self->exchange = 0;
    int verdict = protocols[self->protocol]->begin(run, first, known);
    if (__builtin_expect(run->becomes, 0)) {
        become(run);
        verdict = protocols[self->protocol]->begin(run, first, known);
    }
    if (verdict < 0) return verdict;
    self->open = true;
    self->type = (uint8_t)verdict;
    bool counts = verdict == BP_MESSAGE_REQUEST || verdict == BP_MESSAGE_RESPONSE;
    if (counts && !run->continues) frame_store(&self->begun, self->begun + 1);
    return verdict;
}

static struct bp_piece nobodys(const struct frame_direction *self, size_t length)
{
    return (struct bp_piece){.length = length, .protocol = self->protocol};
}

static __attribute__((noinline)) struct bp_piece give_up(struct frame_run *run, size_t count)
{
    frame_store(&run->conversation->unframed, true);
    return nobodys(run->self, count);
}

/* Bytes that begin no message, or not yet. */
static __attribute__((noinline)) struct bp_piece pass_undecided(struct frame_run *run, int verdict,
                                                                const uint8_t *bytes, size_t count)
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

/* Up to the unit's end, or as far as its text has room. */
static size_t advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    const struct frame_protocol *protocol = protocols[run->self->protocol];
    if (__builtin_expect(bytes != NULL, 1)) return protocol->advance(run, bytes, count);
    size_t length = protocol->unseen ? protocol->unseen(run, count) : 0;
    if (length) return length;
    frame_break(run);
    return count;
}

struct bp_piece bp_frame_next(struct bp_conversation *conversation, bool sent, const uint8_t *bytes, size_t count,
                              uint8_t *text, size_t room)
{
    struct frame_state *state = state_of(conversation);
    struct frame_direction *self = sent ? &state->direction[1] : &state->direction[0];
    struct frame_run run = {.conversation = conversation,
                            .state = state,
                            .self = self,
                            .other = sent ? &state->direction[0] : &state->direction[1],
                            .text = text,
                            .room = room};
    if (__builtin_expect(frame_load(&conversation->unframed), 0)) return nobodys(self, count);

    struct bp_piece piece = {0};
    if (!self->open) {
        if (__builtin_expect(!bytes, 0)) return give_up(&run, count);
        int verdict = begin(&run, sent, bytes, count);
        if (__builtin_expect(verdict < 0, 0)) return pass_undecided(&run, verdict, bytes, count);
        piece.flags = run.continues ? 0 : BP_MESSAGE_BEGIN;
        piece.earlier = self->held_count;
        if (__builtin_expect(self->held_count, 0)) advance(&run, self->held, self->held_count);
        if (run.ended) frame_break(&run); /* a whole message went by before its protocol was known */
        self->held_count = 0;
    }
    piece.type = self->type;
    piece.protocol = self->protocol;
    piece.exchange = self->exchange;
    piece.length = run.ended ? 1 : advance(&run, bytes, count);
    if (run.ended && piece.earlier + piece.length < run.known_at) {
        frame_break(&run);
        piece.length = run.known_at - piece.earlier;
    }
    piece.text_length = (uint32_t)run.used;
    piece.flags |= self->flags;
    if (run.ended) {
        if (!run.goes_on || run.broken) piece.flags |= BP_MESSAGE_END;
        if (run.broken) piece.flags |= BP_MESSAGE_BROKEN;
        self->open = false;
        self->type = 0;
        if (run.becomes) become(&run);
    }
    return piece.type ? piece : nobodys(self, piece.length);
}

bool bp_frame_resumes(const struct bp_conversation *conversation, bool sent, const uint8_t *bytes, size_t count)
{
    uint16_t decided = frame_load(&((const struct frame_state *)conversation->state)->decided);
    if (!bytes || !decided || frame_load(&conversation->unframed) || sent != (decided & 1)) return false;
    const struct frame_protocol *protocol = protocols[decided / 2];
    return protocol->resumes && protocol->resumes(bytes, count);
}

void bp_frame_resume(struct bp_conversation *conversation)
{
    struct frame_state *state = state_of(conversation), before = *state;
    memset(state->direction, 0, sizeof state->direction);
    memset(&state->shared, 0, sizeof state->shared);
    struct frame_direction *asking = &state->direction[before.decided & 1];
    asking->asking = true;
    state->direction[0].protocol = state->direction[1].protocol = before.decided / 2;
    const struct frame_protocol *protocol = protocols[before.decided / 2];
    if (protocol->resume) protocol->resume(state, asking, &before);
}

struct bp_piece bp_frame_close(struct bp_conversation *conversation, bool sent)
{
    struct frame_direction *self = &state_of(conversation)->direction[sent];
    struct bp_piece piece = nobodys(self, 0);
    self->held_count = 0;
    if (!self->type || self->exchange) return piece;
    bool lawful = !frame_load(&conversation->unframed) && protocols[self->protocol]->lawful(self);
    piece.type = self->type;
    piece.flags = (uint8_t)(self->flags | BP_MESSAGE_END | (lawful ? 0 : BP_MESSAGE_BROKEN));
    self->open = false;
    self->type = 0;
    return piece;
}

bool bp_frame_within(const struct bp_conversation *conversation, bool sent)
{
    return ((const struct frame_state *)conversation->state)->direction[sent].type != 0;
}
