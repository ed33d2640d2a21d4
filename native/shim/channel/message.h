/* SPDX-License-Identifier: MIT */
/* Hands moved bytes to the framer and writes what it finds as MESSAGE records. */
#ifndef BP_MESSAGE_RECORDS_H
#define BP_MESSAGE_RECORDS_H

#include <stddef.h>
#include <sys/uio.h>

#include "channel.h"

/* Bytes [from, until) of the vectors; an iov_base of NULL stands for bytes that moved unseen. */
struct bp_run {
    const struct iovec *vectors;
    int count;
    size_t from;
    size_t until;
};

struct bp_fed {
    size_t until; /* where the framer stopped */
    bool border;  /* a message ended exactly there */
};

/* Moves the stream's offset over the run and records its messages; with `cut` it stops behind the first message that
 * ends. `time` as bp_message.time. Only one thread at a time for each direction. */
struct bp_fed bp_message_feed(struct bp_channel_state *state, enum bp_direction direction, uint64_t time,
                              const struct bp_run *run, bool cut);

/* The same for what a TLS session has received or sent in plain text; nothing is held back. */
void bp_message_feed_plain(struct bp_channel_state *state, enum bp_direction direction, uint64_t time,
                           const struct bp_run *run);

/* A request that is answered on the channel came to this process otherwise; its stream has these bytes only. */
void bp_message_bring(struct bp_channel_state *state, uint64_t time, const struct iovec *parts, int count);

/* What the channel carries begins anew, in the protocol that it spoke before if it did. */
void bp_message_restart(struct bp_channel_state *state);

/* What another process must know to go on with the channel's conversation; false when it cannot. */
bool bp_message_pass(const struct bp_channel_state *state, struct bp_frame_passed *passed);

/* Goes on with a conversation of another process, unless one has begun here. */
void bp_message_go_on(struct bp_channel_state *state, const struct bp_frame_passed *passed);

/* Where the first message in the run of received bytes ends, or run->until: a look ahead that changes and records
 * nothing. */
size_t bp_message_border(const struct bp_channel_state *state, const struct bp_run *run);

/* Nothing more will move in this direction: a message that is open there is recorded as ended. */
void bp_message_close(struct bp_channel_state *state, enum bp_direction direction, uint64_t time);

/* Bytes went by in an order or at a place that nobody knows: the conversation is unframed from here on. */
void bp_message_abandon(struct bp_channel_state *state);

/* Frees the conversation. */
void bp_message_drop(struct bp_channel_state *state);

#endif
