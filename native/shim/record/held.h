/* SPDX-License-Identifier: MIT */
/*
 * Push-back: bytes that a read has taken from the kernel beyond the end of a message. They wait here for the program's
 * next receiving call on the channel. Each byte is given out once; who takes or fills must be the only receiver at that
 * moment (bp_stream.users), everybody may look at the count.
 */
#ifndef BP_HELD_H
#define BP_HELD_H

#include <sys/uio.h>

#include "channel.h"

struct bp_held {
    uint32_t begin; /* next byte to give */
    uint32_t end;
    uint32_t room;
    uint8_t bytes[];
};

/* Channels of this process that hold bytes: while it is 0 no wait needs a look at its descriptors. */
extern uint32_t bp_held_channels;

/* Bytes held for the program. */
uint32_t bp_held_count(const struct bp_channel_state *state);

/* The same for a descriptor; 0 when nothing is known about it. */
uint32_t bp_held_behind(int fd);

/* Keeps the bytes of vectors from `from` up to `until`. False when there is no room; then nothing is kept. */
bool bp_held_put(struct bp_channel_state *state, const struct iovec *vectors, int count, size_t from, size_t until);

/* Copies up to `most` held bytes to the vectors without giving them up; how many. */
size_t bp_held_copy(const struct bp_channel_state *state, const struct iovec *vectors, int count, size_t most);

/* The first `count` held bytes have been given to the program. */
void bp_held_give(struct bp_channel_state *state, size_t count);

/* Nobody will ask for them any more. */
void bp_held_drop(struct bp_channel_state *state);

#endif
