/* SPDX-License-Identifier: MIT */
/* A conversation that goes on in another process, between two messages. */
#include "conversation.h"

#define FITS(name)                                                                                                     \
    _Static_assert(sizeof(struct name##_shared) <= sizeof(((struct bp_frame_passed *)0)->shared), "too much to pass")
FITS(smtp);
FITS(imap);
FITS(pop3);

static bool is_between(const struct frame_direction *self)
{
    return !self->open && !self->type && !self->held_count;
}

bool bp_frame_pass(const struct bp_conversation *conversation, struct bp_frame_passed *passed)
{
    const struct frame_state *state = (const struct frame_state *)conversation->state;
    uint16_t decided = frame_load(&state->decided);
    if (!decided || frame_load(&conversation->unframed) || !bp_frame_protocol(decided / 2)->sound) return false;
    if (!is_between(&state->direction[0]) || !is_between(&state->direction[1])) return false;
    *passed = (struct bp_frame_passed){
        .protocol = decided / 2,
        .sent_asks = decided & 1,
        .begun = {state->direction[0].begun, state->direction[1].begun},
    };
    memcpy(passed->shared, &state->shared, sizeof passed->shared);
    return true;
}

/* So many messages that their numbers could come to an end have never been sent. */
#define BEGUN_MAX ((uint32_t)INT32_MAX)

/* What is shared, where it can be so; else nothing has changed. */
static bool take(struct frame_state *state, const struct frame_protocol *protocol, const struct bp_frame_passed *passed)
{
    uint32_t asked = passed->begun[passed->sent_asks];
    memcpy(&state->shared, passed->shared, sizeof passed->shared);
    if (passed->begun[0] <= BEGUN_MAX && passed->begun[1] <= BEGUN_MAX && protocol->sound(state, asked)) return true;
    memset(&state->shared, 0, sizeof passed->shared);
    return false;
}

bool bp_frame_go_on(struct bp_conversation *conversation, const struct bp_frame_passed *passed)
{
    struct frame_state *state = (struct frame_state *)conversation->state;
    const struct frame_protocol *protocol = bp_frame_protocol(passed->protocol);
    if (!protocol || !protocol->sound || passed->sent_asks > 1 || !take(state, protocol, passed)) return false;
    struct frame_direction *asking = &state->direction[passed->sent_asks];
    for (int i = 0; i < 2; i++) {
        state->direction[i].protocol = passed->protocol;
        state->direction[i].begun = passed->begun[i];
    }
    asking->asking = true;
    if (protocol->resume) protocol->resume(state, asking, state);
    conversation->protocol = passed->protocol;
    conversation->role = passed->sent_asks ? BP_ROLE_CLIENT : BP_ROLE_SERVER;
    state->decided = (uint16_t)(2 * passed->protocol + passed->sent_asks);
    return true;
}
