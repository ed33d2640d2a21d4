/* SPDX-License-Identifier: MIT */
/* uwsgi (https://uwsgi-docs.readthedocs.io/en/latest/Protocol.html): packets whose block is variables, whatever their
 * modifiers, and raw answers of HTTP. */
#include "gateway.h"

#define HEADER 4u /* modifier, size of the block (little-endian), modifier */
#define SIZE 2u
#define HTTP 5u /* bytes of what the names of HTTP's headers begin with */

enum step { STEP_HEADER, STEP_NAME_SIZE, STEP_NAME, STEP_VALUE_SIZE, STEP_VALUE, STEP_BODY };

static uint16_t little_endian(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static bool is_name(const uint8_t *name, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!(name[i] >= 'A' && name[i] <= 'Z') && !(name[i] >= '0' && name[i] <= '9') && name[i] != '_') return false;
    return true;
}

/* The first variable's name makes it: any name where the services map says so, else one that every server passes. */
static int uwsgi_recognise(const uint8_t *first, size_t count, bool hinted)
{
    if (count < HEADER + SIZE) return FRAME_MORE;
    size_t size = little_endian(first + 1), length = little_endian(first + HEADER), here = count - HEADER - SIZE;
    if (length == 0 || length > CGI_NAME_MAX || size < length + 2 * SIZE) return FRAME_GIVE_UP;
    const uint8_t *name = first + HEADER + SIZE;
    size_t begin = length < HTTP ? length : HTTP;
    if (!is_name(name, here < begin ? here : begin)) return FRAME_GIVE_UP;
    if (here < begin) return FRAME_MORE;
    if (hinted || (begin == HTTP && memcmp(name, "HTTP_", HTTP) == 0)) return BP_MESSAGE_REQUEST;
    if (here < length) return count < HELD_MAX ? FRAME_MORE : FRAME_GIVE_UP;
    return bp_cgi_is_variable(name, length) ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

static int uwsgi_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    (void)first, (void)count;
    return bp_gateway_begin(run, &run->self->uwsgi.gateway);
}

static void header_byte(struct gateway *self, uint8_t byte)
{
    if (self->count == 1) self->block = byte;
    if (self->count == 2) self->block |= (uint32_t)byte << 8;
    if (++self->count < HEADER) return;
    self->step = STEP_NAME_SIZE;
    self->count = 0;
}

static void size_byte(struct gateway *self, uint8_t byte)
{
    self->size = (uint16_t)(self->count ? self->size | byte << 8 : byte);
    if (++self->count < SIZE) return;
    self->step++;
    self->count = 0;
}

/* What follows a part that is complete; the block must end with a value. */
static void part_may_end(struct frame_run *run, struct gateway *self)
{
    if (self->step == STEP_NAME && self->size == 0) {
        bp_cgi_value_begins(run, &self->variable);
        self->step = STEP_VALUE_SIZE;
    }
    if (self->step == STEP_VALUE && self->size == 0) {
        bp_gateway_value_ends(run, self);
        self->step = STEP_NAME_SIZE;
    }
    if (self->size > self->block || (self->block == 0 && (self->step != STEP_NAME_SIZE || self->count)))
        frame_break(run);
    else if (self->block == 0) {
        self->step = STEP_BODY;
        bp_gateway_body(run, self, 0);
    }
}

/* Part of a pair. Returns how many bytes it took. */
static size_t part(struct frame_run *run, struct gateway *self, const uint8_t *bytes, size_t count)
{
    if (self->step == STEP_NAME_SIZE || self->step == STEP_VALUE_SIZE) {
        size_byte(self, *bytes);
        self->block--;
        return 1;
    }
    size_t here = count < self->size ? count : self->size;
    if (self->step == STEP_NAME)
        bp_cgi_name(&self->variable, bytes, here);
    else
        here = bp_cgi_value(run, &self->variable, bytes, here);
    self->size -= (uint16_t)here;
    self->block -= (uint32_t)here;
    return here;
}

static size_t uwsgi_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct gateway *self = &run->self->uwsgi.gateway;
    if (!run->self->asking) return bp_gateway_answer(run, self, bytes, count);
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, CGI_ROOM)) {
        if (self->step == STEP_HEADER)
            header_byte(self, bytes[done++]);
        else if (self->step == STEP_BODY)
            done += bp_gateway_body(run, self, count - done);
        else {
            done += part(run, self, bytes + done, count - done);
            part_may_end(run, self);
        }
    }
    return done;
}

static size_t uwsgi_unseen(struct frame_run *run, size_t count)
{
    struct gateway *self = &run->self->uwsgi.gateway;
    return bp_gateway_unseen(run, self, self->step == STEP_BODY, count);
}

const struct frame_protocol bp_uwsgi = {
    .recognise = uwsgi_recognise,
    .begin = uwsgi_begin,
    .advance = uwsgi_advance,
    .unseen = uwsgi_unseen,
    .lawful = bp_gateway_lawful,
};
