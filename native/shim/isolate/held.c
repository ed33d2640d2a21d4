/* SPDX-License-Identifier: MIT */
#include "held.h"

uint32_t bp_held_channels;

uint32_t bp_held_behind(int fd)
{
    const struct bp_channel_state *state = bp_channel_at(fd);
    return state ? bp_held_count(state) : 0;
}

/* Unless another thread has done so, and bytes are held anew. */
static void forget(struct bp_channel_state *state, uint64_t handle)
{
    if (handle && __atomic_compare_exchange_n(&state->held, &handle, 0, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        __atomic_sub_fetch(&bp_held_channels, 1, __ATOMIC_ACQ_REL);
}

bool bp_held_put(struct bp_channel_state *state, const struct iovec *vectors, int count, size_t from, size_t until)
{
    if (bp_held_count(state)) return false;
    forget(state, state->held);
    bp_shelf_handle handle = bp_shelf_put(vectors, count, from, until);
    if (!handle) return false;
    __atomic_add_fetch(&bp_held_channels, 1, __ATOMIC_ACQ_REL);
    __atomic_store_n(&state->held, handle, __ATOMIC_SEQ_CST);
    return true;
}

bool bp_held_take(struct bp_channel_state *state, uint32_t left, size_t count)
{
    uint64_t handle = __atomic_load_n(&state->held, __ATOMIC_ACQUIRE);
    if (!bp_shelf_take(handle, left, count)) return false;
    if (left == count) forget(state, handle);
    return true;
}

void bp_held_settle(struct bp_channel_state *state)
{
    uint64_t handle = __atomic_load_n(&state->held, __ATOMIC_ACQUIRE);
    if (handle && bp_shelf_count(handle) == 0) forget(state, handle);
}

void bp_held_drop(struct bp_channel_state *state, bool shared)
{
    uint64_t handle = __atomic_load_n(&state->held, __ATOMIC_ACQUIRE);
    uint32_t left = handle && !shared ? bp_shelf_count(handle) : 0;
    if (left) bp_shelf_take(handle, left, left);
    forget(state, handle);
}
