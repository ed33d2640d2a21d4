/* SPDX-License-Identifier: MIT */
#include "waker.h"

#include <errno.h>
#include <sys/eventfd.h>

#include "../guard/hidden.h"
#include "../guard/raw.h"

/* The shim's own event among a set's. Fixed, because a set may be shared with a process that another exec made. */
#define WAKER_DATA 0xb0de7a91f3c25d68u

static uint32_t reasons;

static int *place(void)
{
    return &bp_hidden[BP_HIDDEN_WAKER];
}

/* False when the last one is still being given up, or there is no number for a new one. */
static bool make(void)
{
    long low = bp_raw(SYS_eventfd2, 1, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bp_raw_failed(low)) return false;
    int fd = bp_fd_high((int)low), nothing = -1;
    if (fd < 0) return false;
    if (__atomic_compare_exchange_n(place(), &nothing, fd, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return true;
    bp_raw(SYS_close, fd);
    return false;
}

bool bp_waker_take(void)
{
    uint32_t count = __atomic_load_n(&reasons, __ATOMIC_ACQUIRE);
    while (count > 0)
        if (__atomic_compare_exchange_n(&reasons, &count, count + 1, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            return true;
    if (!make()) return false;
    bp_waker_more();
    return true;
}

void bp_waker_more(void)
{
    __atomic_add_fetch(&reasons, 1, __ATOMIC_ACQ_REL);
}

void bp_waker_give(void)
{
    if (__atomic_sub_fetch(&reasons, 1, __ATOMIC_ACQ_REL) == 0) bp_fd_drop(BP_HIDDEN_WAKER, true);
}

void bp_waker_arm(int epoll)
{
    int fd = __atomic_load_n(place(), __ATOMIC_ACQUIRE);
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = WAKER_DATA};
    if (bp_raw(SYS_epoll_ctl, epoll, EPOLL_CTL_MOD, fd, &event) == -ENOENT)
        bp_raw(SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, fd, &event);
}

int bp_waker_remove(struct epoll_event *events, int count)
{
    int kept = 0;
    for (int i = 0; i < count; i++)
        if (events[i].data.u64 != WAKER_DATA) events[kept++] = events[i];
    return kept;
}
