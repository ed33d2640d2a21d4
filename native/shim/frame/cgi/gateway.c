/* SPDX-License-Identifier: MIT */
#include "gateway.h"

int bp_gateway_begin(struct frame_run *run, struct gateway *self)
{
    bool asking = run->self->asking;
    if (run->self->begun || (!asking && !frame_other_has(run, 0))) return FRAME_GIVE_UP;
    *self = (struct gateway){0};
    return asking ? BP_MESSAGE_REQUEST : BP_MESSAGE_RESPONSE;
}

void bp_gateway_value_ends(struct frame_run *run, struct gateway *self)
{
    if (self->variable.is_length) self->body = self->variable.number;
    bp_cgi_value_ends(run, &self->variable);
    if (self->body == UINT64_MAX) frame_break(run);
}

size_t bp_gateway_body(struct frame_run *run, struct gateway *self, size_t count)
{
    size_t here = count < self->body ? count : self->body;
    self->body -= here;
    if (self->body == 0) run->ended = true;
    return here;
}

size_t bp_gateway_answer(struct frame_run *run, struct gateway *self, const uint8_t *bytes, size_t count)
{
    size_t done = bp_cgi_head(run, &self->head, bytes, count);
    return bp_cgi_head_is_over(&self->head) ? count : done;
}

size_t bp_gateway_unseen(struct frame_run *run, struct gateway *self, bool in_body, size_t count)
{
    if (run->self->asking) return in_body ? bp_gateway_body(run, self, count) : 0;
    return bp_cgi_head_is_over(&self->head) ? count : 0;
}

bool bp_gateway_lawful(const struct frame_direction *self)
{
    return !self->asking;
}
