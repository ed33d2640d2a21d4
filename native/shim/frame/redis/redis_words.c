/* SPDX-License-Identifier: MIT */
/*
 * What is kept of Redis: of a request its words, parted by blanks, those that are values as `?`; of a response the
 * first line of its first value, of a push its kind and channel too.
 */
#include "../keep.h"
#include "redis.h"

#define INLINE_MAX 65536u

static uint8_t capital(uint8_t c)
{
    return c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c;
}

/* Whether the argument that begins names what the command works on. */
static bool names(const struct redis_direction *self)
{
    const struct redis_command *command = bp_redis_command(self->name);
    int64_t last = command->last < 0 ? (int64_t)self->count + command->last : command->last;
    return command->first && self->index >= (uint32_t)command->first && self->index <= last &&
           (self->index - (uint32_t)command->first) % command->step == 0;
}

void bp_redis_word_begins(struct frame_run *run)
{
    struct redis_direction *self = &run->self->redis;
    bool request = run->self->type == BP_MESSAGE_REQUEST;
    bool push = !request && (run->self->type == BP_MESSAGE_NOTICE || self->confirms);
    self->word = 0;
    self->shown = request ? self->index == 0 || !run->state->redact || names(self)
                          : push && (self->index == 1 || self->index == 2);
    if ((request && self->index) || self->shown) {
        if (self->index) frame_keep_byte(run, ' ');
        if (!self->shown) frame_keep_redacted(run);
    }
}

/* The command's name and first argument decide about what follows. */
static void remember(struct redis_direction *self, uint8_t byte)
{
    uint8_t size = self->index ? sizeof self->first : sizeof self->name;
    uint8_t *place = self->index ? self->first : self->name;
    if (self->word < size) place[self->word++] = capital(byte);
}

size_t bp_redis_text(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct redis_direction *self = &run->self->redis;
    bool looked_at = run->self->asking && self->index < 2;
    if (!looked_at && !self->shown) return count;
    size_t done = 0;
    for (; done < count && frame_has_room(run, REDIS_ROOM); done++) {
        if (looked_at) remember(self, bytes[done]);
        if (self->shown && bytes[done] == ' ')
            frame_keep(run, (const uint8_t *)"\\x20", 4);
        else if (self->shown)
            bp_keep_escaped(run, bytes[done]);
    }
    return done;
}

void bp_redis_line_begins(struct frame_run *run, uint8_t mark)
{
    struct redis_direction *self = &run->self->redis;
    self->shown = !run->self->asking && self->index == 0;
    if (self->shown) frame_keep_byte(run, mark);
}

/* Of a line that is text only its first word in capitals is surely no value (OK, QUEUED, WRONGTYPE). */
void bp_redis_line_byte(struct frame_run *run, uint8_t byte)
{
    struct redis_direction *self = &run->self->redis;
    if (!self->shown) return;
    bool text = self->mark == '+' || self->mark == '-', value = strchr(":,(#", self->mark);
    bool safe = text ? byte >= 'A' && byte <= 'Z' : !value;
    if (safe || !run->state->redact) {
        bp_keep_escaped(run, byte);
        return;
    }
    if (byte == ' ') frame_keep_byte(run, ' ');
    frame_keep_redacted(run);
    self->shown = false;
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void inline_byte(struct frame_run *run, uint8_t c)
{
    struct redis_direction *self = &run->self->redis;
    if (!self->inside) {
        if (is_blank(c)) return;
        self->inside = true;
        bp_redis_word_begins(run);
    } else if (!self->quote && is_blank(c)) {
        self->inside = false;
        self->index++;
        return;
    }
    if (self->quote == '\\')
        self->quote = '"';
    else if (self->quote ? c == self->quote : c == '"' || c == '\'') {
        self->quote = self->quote ? 0 : c;
        return;
    } else if (self->quote == '"' && c == '\\') {
        self->quote = '\\';
        return;
    }
    bp_redis_text(run, &c, 1);
}

size_t bp_redis_inline(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct redis_direction *self = &run->self->redis;
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, 2 * REDIS_ROOM)) {
        uint8_t c = bytes[done++];
        if (++self->line > INLINE_MAX)
            frame_break(run);
        else if (c == '\n') {
            self->count = self->index + self->inside;
            run->ended = true;
            bp_redis_asked(run);
        } else
            inline_byte(run, c);
    }
    return done;
}
