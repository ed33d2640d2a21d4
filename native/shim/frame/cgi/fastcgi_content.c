/* SPDX-License-Identifier: MIT */
/* What is kept of FastCGI: the variables of a request, the head of its answer, how it ended. Both are streams cut into
 * records anywhere; where another request's text comes in between, the rest of the first one's is not read. */
#include "fastcgi.h"

enum step { PAIR_NAME_LENGTH, PAIR_VALUE_LENGTH, PAIR_NAME, PAIR_VALUE };

static bool rests(const struct frame_run *run)
{
    const struct fastcgi_direction *self = &run->self->fastcgi;
    if (!run->self->asking) return bp_cgi_head_rests(&self->head);
    return self->step == PAIR_NAME_LENGTH && self->size_count == 0;
}

static bool reads_text(const struct frame_run *run)
{
    uint8_t type = fastcgi_type(&run->self->fastcgi);
    return type == (run->self->asking ? FASTCGI_PARAMS : FASTCGI_STDOUT);
}

bool bp_fastcgi_skips(const struct frame_run *run, const struct fastcgi_request *request)
{
    uint8_t type = fastcgi_type(&run->self->fastcgi);
    if (!request) return true;
    if (reads_text(run)) return request->lost || request->headless;
    return type != FASTCGI_BEGIN_REQUEST && type != FASTCGI_END_REQUEST;
}

void bp_fastcgi_content_begins(struct frame_run *run, struct fastcgi_request *request)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    if (fastcgi_type(self) == FASTCGI_END_REQUEST) self->lengths[0] = 0;
    if (!reads_text(run) || self->reading == request->id || request->lost || request->headless) return;
    bool torn = self->reading && !rests(run);
    for (size_t i = 0; i < FASTCGI_OPEN && torn; i++)
        if (self->requests[i].id == self->reading) self->requests[i].lost = true;
    self->reading = request->id;
    self->step = self->size_count = 0;
    self->variable = (struct cgi_variable){0};
    if (!run->self->asking) self->head = (struct cgi_head){0};
}

/* One byte of a length: one byte below 128, or four with the top bit set. */
static void length_byte(struct fastcgi_direction *self, uint8_t byte)
{
    uint32_t *length = &self->lengths[self->step];
    if (self->size_count == 0) *length = 0;
    *length = *length << 8 | byte;
    bool is_long = *length >> (8 * self->size_count) & 0x80;
    if (++self->size_count < (is_long ? 4 : 1)) return;
    *length &= 0x7fffffff;
    self->size_count = 0;
    self->step++;
}

static void value_may_end(struct frame_run *run)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    if (self->lengths[1]) return;
    bp_cgi_value_ends(run, &self->variable);
    self->step = PAIR_NAME_LENGTH;
}

static void name_may_end(struct frame_run *run)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    if (self->lengths[0]) return;
    bp_cgi_value_begins(run, &self->variable);
    self->step = PAIR_VALUE;
    value_may_end(run);
}

static size_t pairs(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    size_t done = 0;
    while (done < count && frame_has_room(run, CGI_ROOM)) {
        size_t here = count - done, step = 1;
        if (self->step <= PAIR_VALUE_LENGTH) {
            length_byte(self, bytes[done]);
            if (self->step == PAIR_NAME) name_may_end(run);
        } else {
            uint32_t *left = &self->lengths[self->step == PAIR_VALUE];
            if (here > *left) here = *left;
            step = self->step == PAIR_VALUE ? bp_cgi_value(run, &self->variable, bytes + done, here) : here;
            if (self->step == PAIR_NAME) bp_cgi_name(&self->variable, bytes + done, here);
            *left -= (uint32_t)step;
            if (self->step == PAIR_VALUE)
                value_may_end(run);
            else
                name_may_end(run);
        }
        done += step;
    }
    return done;
}

/* The responder's role goes without saying. */
static void role(struct frame_run *run, struct fastcgi_request *request, const uint8_t *bytes, size_t count)
{
    const struct fastcgi_direction *self = &run->self->fastcgi;
    size_t at = 8u - self->left;
    if (at > 1 || at + count <= 1) return;
    request->role = bytes[1 - at] & 63u;
    if (request->role == FASTCGI_AUTHORIZER) bp_keep(run, "FCGI_ROLE=AUTHORIZER\n");
    if (request->role == FASTCGI_FILTER) bp_keep(run, "FCGI_ROLE=FILTER\n");
}

/* Application's status, four bytes, and the protocol's, one; success goes without saying. */
static void end(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    for (size_t i = 0, at = 8u - self->left; i < count && at < 5; i++, at++) {
        if (at < 4) self->lengths[0] = self->lengths[0] << 8 | bytes[i];
        if (at < 4 || !(self->lengths[0] | bytes[i])) continue;
        bp_keep(run, "END_REQUEST\t");
        bp_keep_number(run, self->lengths[0]);
        frame_keep_byte(run, '\t');
        bp_keep_number(run, bytes[i]);
        frame_keep_byte(run, '\n');
    }
}

size_t bp_fastcgi_content(struct frame_run *run, struct fastcgi_request *request, const uint8_t *bytes, size_t count)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    if (request && request->lost && reads_text(run)) run->self->flags |= BP_MESSAGE_CUT;
    if (bp_fastcgi_skips(run, request)) return count;
    switch (fastcgi_type(self)) {
    case FASTCGI_BEGIN_REQUEST:
        role(run, request, bytes, count);
        return count;
    case FASTCGI_END_REQUEST:
        end(run, bytes, count);
        return count;
    case FASTCGI_PARAMS:
        return pairs(run, bytes, count);
    default:
        count = bp_cgi_head(run, &self->head, bytes, count);
        request->headless = bp_cgi_head_is_over(&self->head);
        return count;
    }
}
