/* SPDX-License-Identifier: MIT */
/*
 * Channels that more than one process has since a fork. Each has an entry in memory that these processes share: how
 * many they are, and how far its streams have come, so that each sees when another has moved bytes that it did not see.
 */
#ifndef BP_SHARE_H
#define BP_SHARE_H

#include "channel.h"

struct bp_share {
    uint32_t copies; /* processes that have the channel; 0 is a free entry */
    uint32_t reserved;
    uint64_t moved[2]; /* bytes since the first fork, by direction */
};

/* Whether another process has the channel too. */
static inline bool bp_shared(const struct bp_channel_state *state)
{
    const struct bp_share *share = state->share;
    return __builtin_expect(share != NULL, 0) && __atomic_load_n(&share->copies, __ATOMIC_ACQUIRE) > 1;
}

/* A child is about to get a copy of every descriptor; and takes that back, because there was no child. */
void bp_shares_fork(void);
void bp_shares_fork_failed(void);

/* This process is about to execute another program and loses what closes on exec; and takes that back. */
void bp_shares_exec(void);
void bp_shares_exec_failed(void);

/* This process ends. */
void bp_shares_exit(void);

/* The last descriptor in this process is closed. */
void bp_share_leave(struct bp_channel_state *state);

/* Whether this process has seen all that moved over the channel. */
bool bp_share_current(const struct bp_channel_state *state);

/* It has moved `count` bytes more. */
void bp_share_moved(struct bp_channel_state *state, enum bp_direction direction, uint64_t count);

#endif
