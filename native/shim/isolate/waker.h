/* SPDX-License-Identifier: MIT */
/*
 * The descriptor that wakes epoll sets for what the shim has to tell: always readable, added to a set armed for a
 * single event. It exists only while there is a reason for it: a watched channel holds bytes, or a watch waits to be
 * reported.
 */
#ifndef BP_WAKER_H
#define BP_WAKER_H

#include <stdbool.h>
#include <sys/epoll.h>

/* One more reason for the descriptor to exist; false when it cannot be had. */
bool bp_waker_take(void);

/* The same where another reason is known to stand. */
void bp_waker_more(void);

/* One reason less. */
void bp_waker_give(void);

/* Whoever waits on the set, now or next, gets the shim's event. The caller has a reason. */
void bp_waker_arm(int epoll);

/* Takes the shim's own events, of this process and of others that share the set, out of what the kernel reported; the
 * new count. */
int bp_waker_remove(struct epoll_event *events, int count);

#endif
