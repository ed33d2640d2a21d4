/* SPDX-License-Identifier: MIT */
/* The end of a descriptor, for close and its relatives. */
#ifndef BP_CLOSE_H
#define BP_CLOSE_H

#include "../channel/channel.h"

/* A detached descriptor's state: what was open in its messages ends with the last descriptor. NULL is none. */
void bp_channel_end(struct bp_channel_state *state, uint64_t time);

#endif
