/* SPDX-License-Identifier: MIT */
/* Writes CHANNEL records. */
#ifndef BP_ANNOUNCE_H
#define BP_ANNOUNCE_H

#include "channel.h"

/* `path` NULL: asked of the kernel where the channel has one. */
void bp_channel_announce(int fd, const struct bp_channel_state *state, const char *path);

#endif
