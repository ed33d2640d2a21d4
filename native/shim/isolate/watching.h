/* SPDX-License-Identifier: MIT */
/* What the parts of watch.h share among themselves. */
#ifndef BP_WATCHING_H
#define BP_WATCHING_H

#include "watch.h"

#define BP_READABLE (EPOLLIN | EPOLLRDNORM)

enum bp_watch_status {
    BP_WATCH_IDLE,
    BP_WATCH_QUEUED, /* in its set's ready list, and one of the waker's reasons */
    BP_WATCH_DEAD,   /* its channel or registration is gone; freed by whoever takes it off the list */
};

struct bp_watch {
    struct bp_watch *next;
    struct bp_channel_state *channel;
    struct bp_channel_state *set;
    uint64_t data;
    uint32_t channel_generation;
    uint32_t set_generation;
    uint32_t events; /* 0: a one-shot watch that has had its event */
    uint32_t status; /* bp_watch_status */
    uint32_t remind; /* to be reported though nothing is held */
    int epoll;
    int fd;
};

/* Whether its set still exists in this process. */
static inline bool bp_watch_stands(const struct bp_watch *watch)
{
    return __atomic_load_n(&watch->set->generation, __ATOMIC_ACQUIRE) == watch->set_generation;
}

/* Whether its set can be reached by the number with which the watch was made. */
static inline bool bp_watch_reaches(const struct bp_watch *watch)
{
    return bp_watch_stands(watch) && bp_channel_at(watch->epoll) == watch->set;
}

/* Puts an idle watch into its set's ready list; the caller has a reason for the waker. */
void bp_watch_queue(struct bp_watch *watch);

/* Puts back one that was taken off the list and stayed queued. */
void bp_watch_push(struct bp_watch *watch);

/* One that was taken off the list becomes idle; false when it was dead, and now is freed. */
bool bp_watch_settle(struct bp_watch *watch);

#endif
