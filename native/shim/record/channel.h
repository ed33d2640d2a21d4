/* SPDX-License-Identifier: MIT */
/*
 * What the shim knows of each open descriptor: which channel it is, how far its streams have come, which protocol it
 * speaks, and the bytes read ahead of a message's border. Looked up by descriptor without a lock; met the first time, a descriptor costs
 * one fstat and, for sockets, two address look-ups.
 */
#ifndef BP_CHANNEL_H
#define BP_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct bp_channel_state;

/* In the child of a fork: descriptors stay what they are, CHANNEL records must be written anew for the new image. */
void bp_channels_forked(void);

/* Bytes pushed back and not yet received by the program, on any descriptor that would survive exec. */
bool bp_channels_hold_bytes(void);

#endif
