/* SPDX-License-Identifier: MIT */
/* SCGI (https://python.ca/scgi/protocol.txt): a netstring of names and values, CONTENT_LENGTH first, then the body; the
 * answer is that of a CGI script. */
#include "../find.h"
#include "gateway.h"

#define BLOCK_DIGITS 8u

enum step { STEP_LENGTH, STEP_NAME, STEP_VALUE, STEP_COMMA, STEP_BODY };

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static int scgi_recognise(const uint8_t *first, size_t count, bool hinted)
{
    static const char opening[] = "CONTENT_LENGTH"; /* with its NUL */
    (void)hinted;
    size_t at = 0, block = 0;
    for (; at < count && at <= BLOCK_DIGITS && is_digit(first[at]); at++)
        block = block * 10 + (size_t)(first[at] - '0');
    if (at == 0 || at > BLOCK_DIGITS) return FRAME_GIVE_UP;
    if (at == count) return FRAME_MORE;
    if (first[at++] != ':' || block <= sizeof opening) return FRAME_GIVE_UP;
    size_t here = count - at < sizeof opening ? count - at : sizeof opening;
    if (memcmp(first + at, opening, here) != 0) return FRAME_GIVE_UP;
    return here == sizeof opening ? BP_MESSAGE_REQUEST : FRAME_MORE;
}

static int scgi_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    (void)first, (void)count;
    return bp_gateway_begin(run, &run->self->scgi.gateway);
}

static void length_byte(struct frame_run *run, struct gateway *self, uint8_t byte)
{
    if (byte == ':' && self->block)
        self->step = STEP_NAME;
    else if (is_digit(byte) && ++self->count <= BLOCK_DIGITS)
        self->block = self->block * 10 + (uint32_t)(byte - '0');
    else
        frame_break(run);
}

static void comma(struct frame_run *run, struct gateway *self, uint8_t byte)
{
    self->step = STEP_BODY;
    if (byte == ',')
        bp_gateway_body(run, self, 0);
    else
        frame_break(run);
}

/* The NUL behind a name or a value. */
static void part_ends(struct frame_run *run, struct gateway *self)
{
    self->block--;
    if (self->step == STEP_NAME) {
        bp_cgi_value_begins(run, &self->variable);
        self->step = STEP_VALUE;
    } else {
        bp_gateway_value_ends(run, self);
        self->step = self->block ? STEP_NAME : STEP_COMMA;
    }
}

/* Part of a name or a value, or its NUL. Returns how many bytes it took. */
static size_t part(struct frame_run *run, struct gateway *self, const uint8_t *bytes, size_t count)
{
    const uint8_t *nul = frame_find(bytes, 0, count < self->block ? count : self->block);
    size_t here = nul ? (size_t)(nul - bytes) : count < self->block ? count : self->block;
    if (here == 0)
        part_ends(run, self), here = 1;
    else {
        if (self->step == STEP_NAME)
            bp_cgi_name(&self->variable, bytes, here);
        else
            here = bp_cgi_value(run, &self->variable, bytes, here);
        self->block -= (uint32_t)here;
    }
    if (self->block == 0 && self->step != STEP_COMMA) frame_break(run);
    return here;
}

static size_t scgi_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct gateway *self = &run->self->scgi.gateway;
    if (!run->self->asking) return bp_gateway_answer(run, self, bytes, count);
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, CGI_ROOM)) {
        if (self->step == STEP_LENGTH)
            length_byte(run, self, bytes[done++]);
        else if (self->step == STEP_COMMA)
            comma(run, self, bytes[done++]);
        else if (self->step == STEP_BODY)
            done += bp_gateway_body(run, self, count - done);
        else
            done += part(run, self, bytes + done, count - done);
    }
    return done;
}

static size_t scgi_unseen(struct frame_run *run, size_t count)
{
    struct gateway *self = &run->self->scgi.gateway;
    return bp_gateway_unseen(run, self, self->step == STEP_BODY, count);
}

const struct frame_protocol bp_scgi = {
    .recognise = scgi_recognise,
    .begin = scgi_begin,
    .advance = scgi_advance,
    .unseen = scgi_unseen,
    .lawful = bp_gateway_lawful,
};
