/* SPDX-License-Identifier: MIT */
/* Writes CHANNEL records. */
#ifndef BP_ANNOUNCE_H
#define BP_ANNOUNCE_H

#include "channel.h"

/* Its path, where it has one, is asked of the kernel. */
void bp_channel_announce(int fd, const struct bp_channel_state *state);

#endif
