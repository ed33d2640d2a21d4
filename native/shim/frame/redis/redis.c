/* SPDX-License-Identifier: MIT */
/*
 * Redis, RESP2 and RESP3 (https://redis.io/docs/latest/develop/reference/protocol-spec/): borders of requests and
 * replies, and which replies answer whom.
 */
#include "redis.h"

#define NUMBER_MAX ((uint64_t)1 << 40)
#define LINE_MAX_BYTES 65536u
#define HEADER UINT32_MAX /* index of a request's own line, before its words */

static const char strings[] = "$!=", aggregates[] = "*%~>|", lines[] = "+-:_#,(";

static bool is_one_of(const char *marks, uint8_t mark)
{
    return mark && strchr(marks, mark);
}

static bool is_letter(uint8_t c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_mark(uint8_t mark)
{
    return is_one_of(strings, mark) || is_one_of(aggregates, mark) || is_one_of(lines, mark);
}

/* A command in a line of its own could be anything: only where the services map says so, and a path is HTTP's. */
static int recognise_line(const uint8_t *first, size_t count)
{
    size_t at = 0;
    while (at < count && is_letter(first[at]))
        at++;
    if (at == 0) return FRAME_GIVE_UP;
    if (at == count) return count < HELD_MAX ? FRAME_MORE : FRAME_GIVE_UP;
    if (first[at] == '\r' || first[at] == '\n') return BP_MESSAGE_REQUEST;
    if (first[at] != ' ') return FRAME_GIVE_UP;
    if (at + 1 == count) return count < HELD_MAX ? FRAME_MORE : FRAME_GIVE_UP;
    return first[at + 1] == '/' ? FRAME_GIVE_UP : BP_MESSAGE_REQUEST;
}

static int redis_recognise(const uint8_t *first, size_t count, bool hinted)
{
    if (hinted && *first != '*') return is_mark(*first) ? BP_MESSAGE_RESPONSE : recognise_line(first, count);
    if (*first != '*') return FRAME_GIVE_UP;
    int name = bp_redis_command_at(first, count);
    if (name < 0) return count < HELD_MAX ? FRAME_MORE : FRAME_GIVE_UP;
    if (name == 0 || !is_letter(first[name])) return FRAME_GIVE_UP;
    int push = bp_redis_push(first, count);
    return push == REDIS_NO_PUSH ? BP_MESSAGE_REQUEST : push > 0 ? BP_MESSAGE_RESPONSE : FRAME_MORE;
}

static bool redis_resumes(const uint8_t *first, size_t count)
{
    return redis_recognise(first, count < HELD_MAX ? count : HELD_MAX, false) == BP_MESSAGE_REQUEST;
}

/* Subscriptions live as long as the connection. */
static void redis_resume(struct frame_state *state, struct frame_direction *asking, const struct frame_state *before)
{
    size_t answering = asking == &state->direction[0];
    const struct redis_direction *then = &before->direction[answering].redis;
    struct redis_direction *now = &state->direction[answering].redis;
    memcpy(now->subscribed, then->subscribed, sizeof now->subscribed);
    now->pushes = then->pushes;
    state->shared.redis.monitors = before->shared.redis.monitors;
}

static int begin_request(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct redis_direction *self = &run->self->redis;
    if (*first == ' ' || (*first >= '\t' && *first <= '\r')) return FRAME_NOBODY;
    memset(self, 0, sizeof *self);
    self->left = 1;
    self->index = HEADER;
    if (*first != '*') {
        self->phase = REDIS_INLINE;
        self->index = 0;
        self->count = UINT32_MAX;
        return *first > ' ' && *first < 127 ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
    }
    if (count < 2) return FRAME_MORE;
    if (first[1] == '0' || first[1] == '-') return FRAME_ASIDE; /* no words, and so no answer */
    return first[1] > '0' && first[1] <= '9' ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

/* The confirmation of a subscription. The first one is its request's answer. */
static int begin_confirmation(struct frame_run *run, uint8_t kind, bool waits)
{
    struct redis_direction *self = &run->self->redis;
    struct redis_shared *shared = &run->state->shared.redis;
    self->confirms = (uint8_t)(kind + 1);
    if (self->confirmations) {
        self->confirmations--;
        return BP_MESSAGE_NOTICE;
    }
    if (!waits) return BP_MESSAGE_NOTICE;
    uint32_t count = shared->waiting[shared->answered % REDIS_WAITING].count;
    if (count == 0) count = self->subscribed[kind];
    self->confirmations = count ? count - 1 : 0;
    frame_store(&shared->answered, shared->answered + 1);
    return BP_MESSAGE_RESPONSE;
}

/* RESET ends what makes a connection special. */
static void forget_modes(struct frame_run *run)
{
    memset(run->self->redis.subscribed, 0, sizeof run->self->redis.subscribed);
    frame_store(&run->state->shared.redis.monitors, false);
}

static int begin_line(struct frame_run *run, const uint8_t *first, size_t count)
{
    static const char reset[] = "+RESET";
    if (count == 1) return FRAME_MORE;
    if (first[1] >= '0' && first[1] <= '9') return BP_MESSAGE_NOTICE; /* what MONITOR shows begins with the time */
    size_t same = 0;
    while (same < sizeof reset - 1 && same < count && first[same] == (uint8_t)reset[same])
        same++;
    if (same == sizeof reset - 1)
        forget_modes(run);
    else if (same == count)
        return FRAME_MORE;
    return BP_MESSAGE_RESPONSE;
}

static int begin_response(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct redis_direction *self = &run->self->redis;
    struct redis_shared *shared = &run->state->shared.redis;
    uint32_t next = shared->answered;
    bool waits = frame_load(&shared->asked) != next &&
                 shared->waiting[next % REDIS_WAITING].number == (uint16_t)run->self->begun;
    bool listens = self->subscribed[0] || self->subscribed[1] || self->subscribed[2] || self->confirmations;
    int push = REDIS_NO_PUSH;
    if (*first == '>' || (*first == '*' && !self->pushes && (waits || listens))) push = bp_redis_push(first, count);
    if (push == REDIS_UNDECIDED) return FRAME_MORE;
    if (!is_mark(*first)) return FRAME_GIVE_UP;
    self->left = 1;
    self->index = 0;
    self->phase = REDIS_MARK;
    self->confirms = 0;
    if (*first == '>') self->pushes = true;
    if (push == REDIS_PUSH) return BP_MESSAGE_NOTICE;
    if (push >= REDIS_CONFIRMS) return begin_confirmation(run, (uint8_t)(push - REDIS_CONFIRMS), waits);
    if (waits) {
        frame_store(&shared->answered, next + 1);
        if (*first == '+') return FRAME_GIVE_UP; /* queued by MULTI: EXEC's answer will not be one value */
    }
    if (*first == '+' && (listens || frame_load(&shared->monitors))) return begin_line(run, first, count);
    return BP_MESSAGE_RESPONSE;
}

static int redis_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    return run->self->asking ? begin_request(run, first, count) : begin_response(run, first, count);
}

static void value_begins(struct frame_run *run, uint8_t mark)
{
    struct redis_direction *self = &run->self->redis;
    bool lawful = !run->self->asking ? is_mark(mark) : mark == (self->index == HEADER ? '*' : '$');
    if (!lawful) {
        frame_break(run);
        return;
    }
    self->mark = mark;
    self->left--;
    self->number = 0;
    self->line = 0;
    self->minus = false;
    self->phase = REDIS_LINE;
    bp_redis_line_begins(run, mark);
}

static void value_ends(struct frame_run *run)
{
    struct redis_direction *self = &run->self->redis;
    self->index++;
    self->phase = REDIS_MARK;
    run->ended = self->left == 0;
    if (run->ended && run->self->type == BP_MESSAGE_REQUEST) bp_redis_asked(run);
}

/* The last number of a confirmation: how many subscriptions there are now, channels and patterns in one sum. */
static void count_subscriptions(struct redis_direction *self)
{
    uint32_t sum = (uint32_t)self->number, kind = self->confirms - 1u;
    uint32_t other = kind == REDIS_SHARDS ? 0 : self->subscribed[!kind];
    self->subscribed[kind] = sum > other ? sum - other : 0;
}

static void line_ends(struct frame_run *run)
{
    struct redis_direction *self = &run->self->redis;
    if (is_one_of(strings, self->mark) && !self->minus) {
        self->phase = self->number ? REDIS_STRING : REDIS_STRING_END;
        bp_redis_word_begins(run);
        return;
    }
    if (is_one_of(aggregates, self->mark) && !self->minus) {
        bool pairs = self->mark == '%' || self->mark == '|';
        self->left += self->number * (pairs ? 2 : 1) + (self->mark == '|');
        if (run->self->asking) self->count = (uint32_t)self->number;
    }
    if (self->mark == ':' && self->confirms && self->index == 3) count_subscriptions(self);
    if (self->left > NUMBER_MAX || (self->minus && run->self->asking && self->index != HEADER))
        frame_break(run);
    else
        value_ends(run);
}

static void line_byte(struct frame_run *run, uint8_t byte)
{
    struct redis_direction *self = &run->self->redis;
    bool counts = !is_one_of(lines, self->mark);
    bool digit = byte >= '0' && byte <= '9', minus = byte == '-' && self->line == 0;
    if (byte == '\r') {
        self->phase = REDIS_FEED;
        return;
    }
    if (digit) self->number = self->number * 10 + (uint64_t)(byte - '0');
    self->minus |= minus;
    bool long_line = ++self->line > LINE_MAX_BYTES, big = counts && self->number > NUMBER_MAX;
    if ((counts && !digit && !minus) || long_line || big)
        frame_break(run);
    else
        bp_redis_line_byte(run, byte);
}

/* One byte of what surrounds strings. */
static void step(struct frame_run *run, uint8_t byte)
{
    struct redis_direction *self = &run->self->redis;
    switch (self->phase) {
    case REDIS_MARK:
        value_begins(run, byte);
        break;
    case REDIS_LINE:
        line_byte(run, byte);
        break;
    case REDIS_STRING_END:
        self->phase = REDIS_STRING_FEED;
        if (byte != '\r') frame_break(run);
        break;
    default:
        if (byte != '\n')
            frame_break(run);
        else if (self->phase == REDIS_FEED)
            line_ends(run);
        else
            value_ends(run);
    }
}

static size_t redis_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct redis_direction *self = &run->self->redis;
    if (self->phase == REDIS_INLINE) return bp_redis_inline(run, bytes, count);
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, REDIS_ROOM)) {
        if (self->phase != REDIS_STRING) {
            step(run, bytes[done++]);
            continue;
        }
        size_t here = count - done < self->number ? count - done : self->number;
        size_t taken = bp_redis_text(run, bytes + done, here);
        self->number -= taken;
        done += taken;
        if (self->number == 0) self->phase = REDIS_STRING_END;
    }
    return done;
}

static bool redis_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

const struct frame_protocol bp_redis = {
    .recognise = redis_recognise,
    .begin = redis_begin,
    .advance = redis_advance,
    .lawful = redis_lawful,
    .resumes = redis_resumes,
    .resume = redis_resume,
};
