/* SPDX-License-Identifier: MIT */
/*
 * Which epoll sets watch a channel, so that bytes held for the program are told of like bytes in the kernel. A set is
 * woken through waker.h; the shim's event itself never reaches the program, in its place come those of the channels
 * that hold bytes. So threads blocked in a wait, sets in sets and poll on a set see held bytes as well.
 */
#ifndef BP_WATCH_H
#define BP_WATCH_H

#include <sys/epoll.h>

#include "../channel/channel.h"

/* A descriptor that is not known has been added to some set: one that is met later may be in it. */
extern bool bp_watch_missed;

/* The program has changed a set: epoll_ctl succeeded. Bytes that are held count as readiness, as in the kernel. */
void bp_watch_changed(int epoll, int operation, int fd, const struct epoll_event *event);

/* Before bytes are held: makes sure that every set which watches the channel, or will, can be woken; if not, nothing
 * may be held back. */
bool bp_watches_prepare(struct bp_channel_state *state);

/* Nothing is held any more, and nobody has to be reminded. */
void bp_watches_rest(struct bp_channel_state *state);

/* A read has stopped at a border and more is held: level- and edge-triggered sets are told. A one-shot set gets its
 * event when the program arms it again, as it must after every event. */
void bp_watches_ready(struct bp_channel_state *state);

/* Whether an edge-triggered set watches the channel. */
bool bp_watched_by_edge(const struct bp_channel_state *state);

/* Edge-triggered sets report the channel once more, whether bytes are held or not. */
void bp_watches_remind(struct bp_channel_state *state);

/* The channel speaks a protocol that we know: from here on its sets give one event at a time where the user asks for
 * full isolation. */
void bp_watches_isolate(struct bp_channel_state *state);

/* How many events a wait on the set may ask the kernel for, of the `capacity` that the program has room for. */
int bp_watch_capacity(int epoll, int capacity);

/* Takes the shim's own event out of what the kernel reported and adds events for held bytes, the longest waiting first;
 * the new count, up to `capacity`. */
int bp_watch_collect(int epoll, struct epoll_event *events, int count, int capacity);

/* The channel, or the set, is gone. */
void bp_watches_drop(struct bp_channel_state *state);

#endif
