/* SPDX-License-Identifier: MIT */
/* FastCGI 1.0 (https://fastcgi-archives.github.io/FastCGI_Specification.html): a unit is a record, a message the
 * records of one request in one direction. */
#include "fastcgi.h"

#define VERSION 1
#define NO_SLOT UINT8_MAX

static uint16_t big_endian(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

/* The first record of a connection: BEGIN_REQUEST, whose header and body leave little to choose, or, from a client that
 * the services map knows, GET_VALUES. */
static int fastcgi_recognise(const uint8_t *first, size_t count, bool hinted)
{
    if (first[0] != VERSION) return FRAME_GIVE_UP;
    if (count > 1 && first[1] != FASTCGI_BEGIN_REQUEST && !(hinted && first[1] == FASTCGI_GET_VALUES))
        return FRAME_GIVE_UP;
    if (count < FASTCGI_HEADER) return FRAME_MORE;
    uint16_t id = big_endian(first + 2), length = big_endian(first + 4);
    if (first[1] == FASTCGI_GET_VALUES) return id == 0 ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
    if (id == 0 || length != 8) return FRAME_GIVE_UP;
    if (count < FASTCGI_HEADER + 3) return FRAME_MORE;
    bool sane = first[8] == 0 && first[9] >= FASTCGI_RESPONDER && first[9] <= FASTCGI_FILTER && first[10] <= 1;
    return sane ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

static bool fastcgi_resumes(const uint8_t *first, size_t count)
{
    return fastcgi_recognise(first, count, false) == BP_MESSAGE_REQUEST;
}

static uint8_t slot_of(const struct fastcgi_direction *self, uint16_t id)
{
    for (uint8_t i = 0; i < FASTCGI_OPEN; i++)
        if (self->requests[i].id == id) return i;
    return NO_SLOT;
}

/* The request's part of the table, emptied when its message begins; NULL when the table is full. */
static struct fastcgi_request *place(struct fastcgi_direction *self, uint16_t id, bool begins)
{
    uint8_t slot = slot_of(self, id);
    if (slot == NO_SLOT) slot = slot_of(self, 0);
    if (slot == NO_SLOT) return NULL;
    struct fastcgi_request *request = &self->requests[slot];
    if (begins) {
        *request = (struct fastcgi_request){.id = id};
        if (self->reading == id) self->reading = 0;
    }
    self->slot = slot;
    return request;
}

/* What the records say that each side may send; those about no request belong to no message. */
static bool is_lawful(bool asking, uint8_t type, uint16_t id, uint16_t length)
{
    switch (type) {
    case FASTCGI_BEGIN_REQUEST:
        return asking && id && length == 8;
    case FASTCGI_ABORT_REQUEST:
    case FASTCGI_PARAMS:
    case FASTCGI_STDIN:
    case FASTCGI_DATA:
        return asking && id;
    case FASTCGI_END_REQUEST:
        return !asking && id && length == 8;
    case FASTCGI_STDOUT:
    case FASTCGI_STDERR:
        return !asking && id;
    case FASTCGI_GET_VALUES:
        return asking && !id;
    default:
        return !asking && !id && (type == FASTCGI_GET_VALUES_RESULT || type == FASTCGI_UNKNOWN_TYPE);
    }
}

static int fastcgi_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    bool asking = run->self->asking;
    if (first[0] != VERSION) return FRAME_GIVE_UP;
    if (count < FASTCGI_HEADER) return FRAME_MORE;
    uint8_t type = first[1];
    uint16_t id = big_endian(first + 2);
    if (!is_lawful(asking, type, id, big_endian(first + 4))) return FRAME_GIVE_UP;
    self->header_count = 0;
    self->slot = NO_SLOT;
    bool known = id && slot_of(self, id) != NO_SLOT;
    bool begins = asking ? type == FASTCGI_BEGIN_REQUEST : !known;
    if (id == 0 || (!known && !begins)) return FRAME_ASIDE; /* the server passes over what no request began */
    struct fastcgi_request *request = place(self, id, begins);
    if (!request) return FRAME_GIVE_UP;
    run->continues = !begins;
    run->self->exchange = id;
    run->self->kept = request->kept;
    run->self->flags = request->flags;
    return asking ? BP_MESSAGE_REQUEST : BP_MESSAGE_RESPONSE;
}

static struct fastcgi_request *request_of(struct fastcgi_direction *self)
{
    return self->slot == NO_SLOT ? NULL : &self->requests[self->slot];
}

/* Whether the open record is the last of its request's message: the empty one of the last stream that the role has. */
static bool is_last(const struct fastcgi_direction *self, const struct fastcgi_request *request)
{
    bool empty = big_endian(self->header + 4) == 0;
    switch (fastcgi_type(self)) {
    case FASTCGI_ABORT_REQUEST:
    case FASTCGI_END_REQUEST:
        return true;
    case FASTCGI_PARAMS:
        return empty && request->role == FASTCGI_AUTHORIZER;
    case FASTCGI_STDIN:
        return empty && request->role != FASTCGI_FILTER;
    case FASTCGI_DATA:
        return empty;
    default:
        return false;
    }
}

static void record_ends(struct frame_run *run)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    struct fastcgi_request *request = request_of(self);
    run->ended = true;
    if (!request) return;
    request->kept = run->self->kept;
    request->flags = run->self->flags;
    run->goes_on = !is_last(self, request);
    if (!run->goes_on) request->id = 0;
}

static size_t take_header(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    size_t here = 0;
    if (self->header_count == 0 && count >= FASTCGI_HEADER)
        memcpy(self->header, bytes, here = self->header_count = FASTCGI_HEADER);
    while (here < count && self->header_count < FASTCGI_HEADER)
        self->header[self->header_count++] = bytes[here++];
    if (self->header_count < FASTCGI_HEADER) return here;
    self->left = big_endian(self->header + 4);
    self->padding = self->header[6];
    if (self->slot != NO_SLOT) bp_fastcgi_content_begins(run, request_of(self));
    return here;
}

static size_t take_padding(struct fastcgi_direction *self, size_t count)
{
    size_t here = count < self->padding ? count : self->padding;
    self->padding -= (uint8_t)here;
    return here;
}

static void end_if_over(struct frame_run *run)
{
    const struct fastcgi_direction *self = &run->self->fastcgi;
    if (self->header_count == FASTCGI_HEADER && self->left == 0 && self->padding == 0) record_ends(run);
}

static size_t fastcgi_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, CGI_ROOM)) {
        size_t here = count - done;
        if (self->header_count < FASTCGI_HEADER)
            done += take_header(run, bytes + done, here);
        else if (self->left) {
            size_t step =
                bp_fastcgi_content(run, request_of(self), bytes + done, here < self->left ? here : self->left);
            self->left -= (uint16_t)step;
            done += step;
        } else
            done += take_padding(self, here);
        end_if_over(run);
    }
    return done;
}

static size_t fastcgi_unseen(struct frame_run *run, size_t count)
{
    struct fastcgi_direction *self = &run->self->fastcgi;
    if (self->header_count < FASTCGI_HEADER || !bp_fastcgi_skips(run, request_of(self))) return 0;
    size_t here = count < self->left ? count : self->left;
    self->left -= (uint16_t)here;
    here += take_padding(self, count - here);
    end_if_over(run);
    return here;
}

/* No message is without its number, and so none is ended by the end of the connection. */
static bool fastcgi_lawful(const struct frame_direction *self)
{
    return self->exchange;
}

const struct frame_protocol bp_fastcgi = {
    .recognise = fastcgi_recognise,
    .begin = fastcgi_begin,
    .advance = fastcgi_advance,
    .unseen = fastcgi_unseen,
    .lawful = fastcgi_lawful,
    .resumes = fastcgi_resumes,
};
