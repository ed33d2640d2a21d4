/* SPDX-License-Identifier: MIT */
#include "held.h"

#include <string.h>

#include "arena.h"

uint32_t bp_held_channels;

uint32_t bp_held_count(const struct bp_channel_state *state)
{
    const struct bp_held *held = __atomic_load_n(&state->held, __ATOMIC_ACQUIRE);
    return held ? __atomic_load_n(&held->end, __ATOMIC_RELAXED) - __atomic_load_n(&held->begin, __ATOMIC_RELAXED) : 0;
}

uint32_t bp_held_behind(int fd)
{
    const struct bp_channel_state *state = bp_channel_at(fd);
    return state ? bp_held_count(state) : 0;
}

/* Room for `wanted` bytes behind those that are held. */
static struct bp_held *make_room(struct bp_channel_state *state, size_t wanted)
{
    struct bp_held *held = state->held;
    uint32_t count = held ? held->end - held->begin : 0;
    if (held && held->room - held->end >= wanted) return held;
    size_t size = sizeof *held + count + wanted;
    struct bp_held *larger = bp_arena_take(size);
    if (!larger) return NULL;
    *larger = (struct bp_held){.end = count, .room = (uint32_t)(bp_arena_room(size) - sizeof *held)};
    if (held) memcpy(larger->bytes, held->bytes + held->begin, count);
    __atomic_store_n(&state->held, larger, __ATOMIC_RELEASE);
    if (held) bp_arena_give(held, sizeof *held + held->room);
    if (!held) __atomic_add_fetch(&bp_held_channels, 1, __ATOMIC_ACQ_REL);
    return larger;
}

bool bp_held_put(struct bp_channel_state *state, const struct iovec *vectors, int count, size_t from, size_t until)
{
    struct bp_held *held = make_room(state, until - from);
    if (!held) return false;
    size_t at = 0;
    for (int i = 0; i < count && at < until; at += vectors[i++].iov_len) {
        size_t begin = from > at ? from - at : 0,
               end = until - at < vectors[i].iov_len ? until - at : vectors[i].iov_len;
        if (begin >= end) continue;
        memcpy(held->bytes + held->end, (const uint8_t *)vectors[i].iov_base + begin, end - begin);
        held->end += (uint32_t)(end - begin);
    }
    return true;
}

size_t bp_held_copy(const struct bp_channel_state *state, const struct iovec *vectors, int count, size_t most)
{
    const struct bp_held *held = state->held;
    size_t copied = 0, there = held->end - held->begin;
    if (most > there) most = there;
    for (int i = 0; i < count && copied < most; i++) {
        size_t part = most - copied < vectors[i].iov_len ? most - copied : vectors[i].iov_len;
        memcpy(vectors[i].iov_base, held->bytes + held->begin + copied, part);
        copied += part;
    }
    return copied;
}

void bp_held_give(struct bp_channel_state *state, size_t count)
{
    struct bp_held *held = state->held;
    if (held->end - held->begin == count)
        bp_held_drop(state);
    else
        held->begin += (uint32_t)count;
}

void bp_held_drop(struct bp_channel_state *state)
{
    struct bp_held *held = __atomic_exchange_n(&state->held, NULL, __ATOMIC_ACQ_REL);
    if (!held) return;
    __atomic_sub_fetch(&bp_held_channels, 1, __ATOMIC_ACQ_REL);
    bp_arena_give(held, sizeof *held + held->room);
}
