/* SPDX-License-Identifier: MIT */
/*
 * Which descriptor an epoll event is about. The kernel gives back only what the program wrote beside the descriptor
 * when it added it, so that is remembered here. Where two descriptors of a set have the same beside them, or one came
 * unseen, nothing is told rather than guessed.
 */
#ifndef BP_READY_H
#define BP_READY_H

#include "../channel/channel.h"

/* The program has added `fd` to the set, or changed what stands beside it. */
void bp_ready_added(struct bp_channel_state *set, int fd, const struct bp_channel_state *state, uint64_t data);

/* A descriptor or a set that is not known has part in such a change: no set is sure any more. */
void bp_ready_missed(void);

/* The descriptor that the program has put into the set with `data`; -1 where that is not sure. */
int bp_ready_with(const struct bp_channel_state *set, uint64_t data);

#endif
