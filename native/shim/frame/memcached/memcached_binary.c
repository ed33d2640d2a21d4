/* SPDX-License-Identifier: MIT */
/* memcached's binary protocol: a header of 24 bytes, then extras, key and value. Kept: the command and its key. */
#include "../keep.h"
#include "memcached.h"

#define HEADER_SIZE 24u
#define OPCODE_STAT 0x10u

static const char *const names[] = {
    [0x00] = "get",     [0x01] = "set",       [0x02] = "add",       [0x03] = "replace",   [0x04] = "delete",
    [0x05] = "incr",    [0x06] = "decr",      [0x07] = "quit",      [0x08] = "flush_all", [0x09] = "get",
    [0x0a] = "noop",    [0x0b] = "version",   [0x0c] = "get",       [0x0d] = "get",       [0x0e] = "append",
    [0x0f] = "prepend", [0x10] = "stats",     [0x11] = "set",       [0x12] = "add",       [0x13] = "replace",
    [0x14] = "delete",  [0x15] = "incr",      [0x16] = "decr",      [0x17] = "quit",      [0x18] = "flush_all",
    [0x19] = "append",  [0x1a] = "prepend",   [0x1b] = "verbosity", [0x1c] = "touch",     [0x1d] = "gat",
    [0x1e] = "gat",     [0x20] = "sasl_list", [0x21] = "sasl_auth", [0x22] = "sasl_step", [0x23] = "gat",
    [0x24] = "gat",
};

/* Answered only when something is to be said: whose the answers behind it are cannot be told. */
static bool is_quiet(uint8_t opcode)
{
    return opcode == 0x09 || opcode == 0x0d || (opcode >= 0x11 && opcode <= 0x1a) || opcode == 0x1e || opcode == 0x24;
}

static void keep_head(struct frame_run *run)
{
    const struct memcached_direction *self = &run->self->memcached;
    if (!run->self->asking) {
        if (run->self->kept == 0) bp_keep_number(run, (uint32_t)self->word[0] << 8 | self->word[1]);
    } else if (self->command < sizeof names / sizeof names[0] && names[self->command])
        bp_keep(run, names[self->command]);
    else
        bp_keep_number(run, self->command);
    if (run->self->asking && self->key) frame_keep_byte(run, ' ');
}

/* The body is complete. The answer to a request for statistics goes on up to an empty one. */
static void message_ends(struct frame_run *run)
{
    struct memcached_direction *self = &run->self->memcached;
    self->phase = MEMCACHED_HEADER;
    self->line = 0;
    if (self->more) return;
    run->ended = true;
    if (run->self->asking) frame_keep_byte(run, '\n');
    if (is_quiet(self->command)) frame_store(&run->conversation->unframed, true);
}

static void next_part(struct frame_run *run)
{
    struct memcached_direction *self = &run->self->memcached;
    self->phase = self->extras ? MEMCACHED_EXTRAS
                  : self->key  ? MEMCACHED_KEY
                  : self->left ? MEMCACHED_BODY
                               : MEMCACHED_HEADER;
    if (self->phase == MEMCACHED_HEADER) message_ends(run);
}

static void header_ends(struct frame_run *run)
{
    struct memcached_direction *self = &run->self->memcached;
    self->left = self->number;
    if (self->left < (uint64_t)self->extras + self->key) {
        frame_break(run);
        return;
    }
    self->left -= (uint64_t)self->extras + self->key;
    self->more = !run->self->asking && self->command == OPCODE_STAT && self->key;
    keep_head(run);
    next_part(run);
}

static void header_byte(struct frame_run *run, uint8_t byte)
{
    struct memcached_direction *self = &run->self->memcached;
    uint8_t magic = run->self->asking ? MEMCACHED_MAGIC_REQUEST : MEMCACHED_MAGIC_RESPONSE;
    switch (self->line) {
    case 0:
        self->number = 0;
        if (byte != magic) frame_break(run);
        break;
    case 1:
        self->command = byte;
        break;
    case 2:
        self->key = (uint16_t)(byte << 8);
        break;
    case 3:
        self->key |= byte;
        break;
    case 4:
        self->extras = byte;
        break;
    case 6:
    case 7:
        self->word[self->line - 6] = byte;
        break;
    case 8:
    case 9:
    case 10:
    case 11:
        self->number = self->number << 8 | byte;
        break;
    default:
        break;
    }
    if (++self->line == HEADER_SIZE && !run->broken) header_ends(run);
}

static size_t key_bytes(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct memcached_direction *self = &run->self->memcached;
    size_t step = count < self->key ? count : self->key;
    if (run->self->asking && frame_keeps(run)) step = bp_keep_text(run, bytes, step);
    self->key = (uint16_t)(self->key - step);
    if (self->key == 0) next_part(run);
    return step;
}

size_t bp_memcached_binary(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct memcached_direction *self = &run->self->memcached;
    size_t step;
    switch (self->phase) {
    case MEMCACHED_HEADER:
        header_byte(run, *bytes);
        return 1;
    case MEMCACHED_EXTRAS:
        step = count < self->extras ? count : self->extras;
        self->extras = (uint8_t)(self->extras - step);
        if (self->extras == 0) next_part(run);
        return step;
    case MEMCACHED_KEY:
        return key_bytes(run, bytes, count);
    default:
        step = count < self->left ? count : self->left;
        self->left -= step;
        if (self->left == 0) next_part(run);
        return step;
    }
}
