/* SPDX-License-Identifier: MIT */
/*
 * Push-back: bytes that a read has taken from the kernel beyond the end of a message. They wait on the shelf for the
 * next receiving call on the channel, in this process or in one that shares the channel since a fork. Everybody may
 * look and take; each byte is given out once.
 */
#ifndef BP_HELD_H
#define BP_HELD_H

#include <sys/uio.h>

#include "../channel/channel.h"
#include "../channel/shelf.h"

/* Channels of this process that hold bytes: while it is 0 no wait needs a look at its descriptors. */
extern uint32_t bp_held_channels;

/* Bytes held for the program. */
static inline uint32_t bp_held_count(const struct bp_channel_state *state)
{
    uint64_t handle = __atomic_load_n(&state->held, __ATOMIC_SEQ_CST);
    return __builtin_expect(handle != 0, 0) ? bp_shelf_count(handle) : 0;
}

/* The same for a descriptor; 0 when nothing is known about it. */
uint32_t bp_held_behind(int fd);

/* Keeps the bytes of vectors from `from` up to `until`. False when there is no room or some are held already; then
 * nothing is kept. */
bool bp_held_put(struct bp_channel_state *state, const struct iovec *vectors, int count, size_t from, size_t until);

/* Gives up the first `count` of the `left` bytes that the caller saw; false when somebody else took some since. */
bool bp_held_take(struct bp_channel_state *state, uint32_t left, size_t count);

/* Somebody else may have taken the last of the bytes: then the channel holds none. What another thread has held anew
 * meanwhile stays. */
void bp_held_settle(struct bp_channel_state *state);

/* This process has no descriptor of the channel any more. `shared`: another process has one, and may want the bytes. */
void bp_held_drop(struct bp_channel_state *state, bool shared);

#endif
