/* SPDX-License-Identifier: MIT */
/* Level-triggered and one-shot epoll. */
#include "sets.h"

static void by_epoll_level(void)
{
    char bytes[4096] = "";
    int set = set_with(EPOLLIN);
    wait_one(set, 0);
    while (total < ALL) {
        wait_one(set, -1);
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
    wait_one(set, 0);
    printf("\n");
}

static void by_epoll_oneshot(void)
{
    char bytes[4096] = "";
    int set = set_with(EPOLLIN | EPOLLONESHOT);
    while (total < ALL) {
        wait_one(set, -1);
        got(read(ends[1], bytes, sizeof bytes), bytes);
        wait_one(set, 0);
        struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = 4711};
        demand(epoll_ctl(set, EPOLL_CTL_MOD, ends[1], &event), "epoll_ctl");
    }
    wait_one(set, 0);
    printf("\n");
}

RUN({"level", by_epoll_level}, {"oneshot", by_epoll_oneshot})
