/* SPDX-License-Identifier: MIT */
/* An epoll set that watches the accepted end. */
#ifndef SETS_H
#define SETS_H

#include <sys/epoll.h>

#include "pipelined.h"

static inline int set_with(uint32_t events)
{
    int set = demand(epoll_create1(0), "epoll_create1");
    struct epoll_event event = {.events = events, .data.u64 = 4711};
    demand(epoll_ctl(set, EPOLL_CTL_ADD, ends[1], &event), "epoll_ctl");
    return set;
}

static inline void wait_one(int set, int timeout)
{
    struct epoll_event events[4] = {{0}};
    int count = epoll_wait(set, events, 4, timeout);
    printf("epoll %d", count);
    for (int i = 0; i < count; i++)
        printf(" %x for %lu", events[i].events, (unsigned long)events[i].data.u64);
    printf("; ");
}

#endif
