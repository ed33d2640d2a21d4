/* SPDX-License-Identifier: MIT */
/* X11 (X Window System Protocol, version 11, chapters 1 and 8). Requests are numbered by counting; replies and errors
 * name the number. A request that has no reply is no message, like the bytes of a drawing, and neither is one of an
 * extension, of which nobody here knows whether it has. */
#include "../conversation.h"
#include "../keep.h"

#define SETUP_HEAD 12u
#define SETUP_ANSWER_HEAD 8u
#define REQUEST_HEAD 4u
#define BIG_REQUEST_HEAD 8u
#define ANSWER_SIZE 32u
#define NAME_AT 8u
#define LINE_ROOM 64u

#define X_ERROR 0
#define X_REPLY 1
#define X_GENERIC_EVENT 35
#define X_SETUP 255 /* no opcode of the core protocol */

enum { INTERN_ATOM = 16, LIST_FONTS = 49, QUERY_EXTENSION = 98 };

static const bool replied[128] = {
    [3] = true,   [14] = true,  [15] = true,  [16] = true,  [17] = true,  [20] = true,  [21] = true,  [23] = true,
    [26] = true,  [31] = true,  [38] = true,  [39] = true,  [40] = true,  [43] = true,  [44] = true,  [47] = true,
    [48] = true,  [49] = true,  [50] = true,  [52] = true,  [73] = true,  [83] = true,  [84] = true,  [85] = true,
    [86] = true,  [87] = true,  [91] = true,  [92] = true,  [97] = true,  [98] = true,  [99] = true,  [101] = true,
    [103] = true, [106] = true, [108] = true, [110] = true, [116] = true, [117] = true, [118] = true, [119] = true};

static uint32_t number(uint8_t order, const uint8_t *bytes, size_t size)
{
    uint32_t value = 0;
    for (size_t i = 0; i < size; i++)
        value = value << 8 | bytes[order == 'B' ? i : size - 1 - i];
    return value;
}

static uint32_t padded(uint32_t size)
{
    return (size + 3) & ~3u;
}

static int x11_recognise(const uint8_t *first, size_t count, bool hinted)
{
    (void)hinted;
    if (first[0] != 'l' && first[0] != 'B') return FRAME_GIVE_UP;
    if (count >= 4 && number(first[0], first + 2, 2) != 11) return FRAME_GIVE_UP;
    if (count < SETUP_HEAD) return FRAME_MORE;
    uint32_t name = number(first[0], first + 6, 2);
    bool lawful = number(first[0], first + 4, 2) == 0 && (name == 0 || (name >= 4 && name <= 64)) &&
                  number(first[0], first + 8, 2) <= 1024;
    return lawful ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

static uint32_t exchange_of(uint16_t sequence)
{
    return 0x10000u + sequence;
}

static int begin_setup(struct frame_run *run, const uint8_t *first, size_t count)
{
    if (count < SETUP_HEAD) return FRAME_MORE;
    uint8_t order = first[0];
    if (order != 'l' && order != 'B') return FRAME_GIVE_UP;
    frame_store(&run->state->shared.x11.order, order);
    uint32_t size = SETUP_HEAD + padded(number(order, first + 6, 2)) + padded(number(order, first + 8, 2));
    run->self->x11 = (struct x11_direction){.left = size, .kind = X_SETUP};
    run->self->exchange = exchange_of(0);
    return BP_MESSAGE_REQUEST;
}

static bool has_name(uint8_t opcode)
{
    return opcode == INTERN_ATOM || opcode == LIST_FONTS || opcode == QUERY_EXTENSION;
}

static int begin_request(struct frame_run *run, const uint8_t *first, size_t count)
{
    uint8_t order = run->state->shared.x11.order;
    if (count < REQUEST_HEAD) return FRAME_MORE;
    uint32_t units = number(order, first + 2, 2);
    if ((units == 0 || (units > 1 && has_name(first[0]))) && count < BIG_REQUEST_HEAD) return FRAME_MORE;
    bool big = units == 0;
    if (big) units = number(order, first + 4, 4);
    if (units < (big ? 2u : 1u) || units > UINT32_MAX / 4) return FRAME_GIVE_UP;
    uint16_t sequence = (uint16_t)(run->self->x11.sequence + 1);
    run->self->x11 = (struct x11_direction){.left = 4 * units, .sequence = sequence, .kind = first[0]};
    if (!big && units > 1 && has_name(first[0])) {
        uint32_t name = number(order, first + (first[0] == LIST_FONTS ? 6 : 4), 2);
        run->self->x11.name = name <= 4 * units - NAME_AT ? name : 4 * units - NAME_AT;
    }
    if (first[0] > 127 || !replied[first[0]]) return FRAME_ASIDE;
    run->self->exchange = exchange_of(sequence);
    return BP_MESSAGE_REQUEST;
}

static int begin_answer(struct frame_run *run, const uint8_t *first, size_t count)
{
    uint8_t order = frame_load(&run->state->shared.x11.order);
    if (!order) return FRAME_GIVE_UP;
    if (count < SETUP_ANSWER_HEAD) return FRAME_MORE;
    struct x11_direction *x11 = &run->self->x11;
    *x11 = (struct x11_direction){.kind = first[0], .detail = first[1]};
    if (run->self->begun == 0) {
        if (first[0] > 2) return FRAME_GIVE_UP;
        *x11 = (struct x11_direction){
            .left = SETUP_ANSWER_HEAD + 4 * number(order, first + 6, 2), .kind = X_SETUP, .detail = first[0]};
        run->self->exchange = exchange_of(0);
        return BP_MESSAGE_RESPONSE;
    }
    uint8_t kind = first[0] & 127;
    uint32_t more = kind == X_REPLY || kind == X_GENERIC_EVENT ? number(order, first + 4, 4) : 0;
    if (more > (UINT32_MAX - ANSWER_SIZE) / 4) return FRAME_GIVE_UP;
    x11->left = ANSWER_SIZE + 4 * more;
    if (first[0] > X_REPLY) return BP_MESSAGE_NOTICE;
    run->self->exchange = exchange_of((uint16_t)number(order, first + 2, 2));
    return BP_MESSAGE_RESPONSE;
}

static int x11_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    if (!run->self->asking) return begin_answer(run, first, count);
    return run->self->begun == 0 ? begin_setup(run, first, count) : begin_request(run, first, count);
}

/* The line up to what comes with later bytes: opcode; `reply`, `error` and its code, `event` and its code. */
static void open_line(struct frame_run *run, struct x11_direction *x11)
{
    bool answer = !run->self->asking && x11->kind != X_SETUP;
    if (x11->kind == X_SETUP)
        bp_keep(run, "setup");
    else if (answer)
        bp_keep(run, x11->kind == X_ERROR ? "error" : x11->kind == X_REPLY ? "reply" : "event");
    else
        bp_keep_number(run, x11->kind);
    if ((answer && x11->kind != X_REPLY) || (x11->kind == X_SETUP && !run->self->asking)) {
        frame_keep_byte(run, '\t');
        bp_keep_number(run, answer && x11->kind != X_ERROR ? x11->kind & 127u : x11->detail);
    }
    if (x11->name) frame_keep_byte(run, '\t');
}

/* Bytes of the name as far as there is room for them; all others pass. */
static size_t pass(struct frame_run *run, struct x11_direction *x11, const uint8_t *bytes, size_t count)
{
    uint32_t end = NAME_AT + x11->name;
    if (x11->name == 0 || x11->at >= end || run->self->type == 0) return count;
    if (x11->at < NAME_AT) return count < NAME_AT - x11->at ? count : NAME_AT - x11->at;
    size_t most = count < end - x11->at ? count : end - x11->at;
    return frame_keeps(run) ? bp_keep_text(run, bytes, most) : most;
}

static size_t x11_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct x11_direction *x11 = &run->self->x11;
    if (run->self->type && x11->at == 0) open_line(run, x11);
    size_t done = 0;
    while (done < count && x11->left && frame_has_room(run, LINE_ROOM)) {
        size_t most = count - done < x11->left ? count - done : x11->left;
        size_t passed = pass(run, x11, bytes + done, most);
        x11->left -= (uint32_t)passed;
        x11->at += (uint32_t)passed;
        done += passed;
    }
    if (x11->left) return done;
    if (run->self->type) frame_keep_byte(run, '\n');
    run->ended = true;
    return done;
}

static bool x11_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

const struct frame_protocol bp_x11 = {
    .recognise = x11_recognise,
    .begin = x11_begin,
    .advance = x11_advance,
    .lawful = x11_lawful,
};
