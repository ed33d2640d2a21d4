/* SPDX-License-Identifier: MIT */
#include "waker.h"

#include <errno.h>
#include <sys/eventfd.h>

#include "../guard/hidden.h"
#include "../guard/raw.h"

/* The shim's own event among a set's. Fixed, because a set may be shared with a process that another exec made. */
#define WAKER_DATA 0xb0de7a91f3c25d68u

static struct bp_hidden *const waker = &bp_hidden[BP_HIDDEN_WAKER];

static bool change(struct bp_hidden *known, struct bp_hidden wanted)
{
    return __atomic_compare_exchange(waker, known, &wanted, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

static struct bp_hidden as_it_is(void)
{
    struct bp_hidden now;
    __atomic_load(waker, &now, __ATOMIC_ACQUIRE);
    return now;
}

static int make(void)
{
    long low = bp_raw(SYS_eventfd2, 1, EFD_CLOEXEC | EFD_NONBLOCK);
    return bp_raw_failed(low) ? -1 : bp_fd_high((int)low);
}

/* Threads that need it at the same moment all make one, and all but the first close theirs again. */
bool bp_waker_take(void)
{
    for (struct bp_hidden now = as_it_is();;) {
        if (now.fd >= 0) {
            if (change(&now, (struct bp_hidden){now.fd, now.uses + 1})) return true;
            continue;
        }
        int fd = make();
        if (fd < 0) return false;
        if (change(&now, (struct bp_hidden){fd, now.uses + 1})) return true;
        bp_raw(SYS_close, fd);
    }
}

void bp_waker_more(void)
{
    __atomic_add_fetch(&waker->uses, 1, __ATOMIC_ACQ_REL);
}

void bp_waker_give(void)
{
    struct bp_hidden now = as_it_is(), next;
    do {
        next = now.uses > 1 ? (struct bp_hidden){now.fd, now.uses - 1} : (struct bp_hidden){.fd = -1};
    } while (!change(&now, next));
    if (now.uses == 1 && now.fd >= 0) bp_raw(SYS_close, now.fd);
}

void bp_waker_arm(int epoll)
{
    int fd = as_it_is().fd;
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
