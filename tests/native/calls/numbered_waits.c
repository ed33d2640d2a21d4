/* SPDX-License-Identifier: MIT */
/* Waits by number. */
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>

#include "numbered.h"

static struct timespec millisecond = {0, 1000000};

static int writable(void)
{
    int other;
    return end_of_pair(&other);
}

NUMBERED(epoll_create1)
{
    CALL(epoll_create, -1, 0, 0, "", syscall(SYS_epoll_create1, 0));
    CALL(epoll_create, -1, 0, 0, "", syscall(SYS_epoll_create1, INT_MAX));
}

NUMBERED(epoll_ctl)
{
    int set = check(epoll_create1(0), "epoll_create1"), fd = writable();
    struct epoll_event event = {.events = EPOLLOUT};
    TWICE(epoll_ctl, epoll_ctl, EPOLL_CTL_ADD, fd, set, CLOSED, EPOLL_CTL_ADD, fd, &event);
}

NUMBERED(epoll_pwait)
{
    struct epoll_event event;
    int set = check(epoll_create1(0), "epoll_create1");
    TWICE(epoll_pwait, epoll_pwait, 1, 1, set, CLOSED, &event, 1, 1, NULL, 8L);
}

NUMBERED(epoll_pwait2)
{
    struct epoll_event event;
    int set = check(epoll_create1(0), "epoll_create1");
    TWICE(epoll_pwait2, epoll_pwait2, 1, 0, set, CLOSED, &event, 1, &millisecond, NULL, 8L);
}

NUMBERED(ppoll)
{
    struct pollfd one = {.fd = writable(), .events = POLLIN};
    struct timespec left = millisecond;
    CALL(ppoll, -1, 1, 0, "", syscall(SYS_ppoll, &one, 1, &left, NULL, 8L));
    if (left.tv_nsec != 0) abort();
    CALL(ppoll, -1, 1, 0, "", syscall(SYS_ppoll, nowhere, 1, NULL, NULL, 8L));
}

NUMBERED(pselect6)
{
    fd_set reads;
    struct timespec left = millisecond;
    int fd = writable();
    FD_ZERO(&reads);
    FD_SET(fd, &reads);
    CALL(pselect, -1, fd + 1, 0, "", syscall(SYS_pselect6, fd + 1, &reads, NULL, NULL, &left, NULL));
    if (left.tv_nsec != 0) abort();
    CALL(pselect, -1, -1, 0, "", syscall(SYS_pselect6, -1, NULL, NULL, NULL, NULL, NULL));
}

#ifdef SYS_open
NUMBERED(select)
{
    struct timeval time = {0, 1000};
    fd_set reads;
    int fd = writable();
    FD_ZERO(&reads);
    FD_SET(fd, &reads);
    CALL(select, -1, fd + 1, 0, "", syscall(SYS_select, fd + 1, &reads, NULL, NULL, &time));
    CALL(select, -1, -1, 0, "", syscall(SYS_select, -1, NULL, NULL, NULL, &time));
}

NUMBERED(poll)
{
    struct pollfd one = {.fd = writable(), .events = POLLOUT};
    CALL(poll, one.fd, 1, 5, "", syscall(SYS_poll, &one, 1, 5));
    CALL(poll, -1, 1, 5, "", syscall(SYS_poll, nowhere, 1, 5));
}

NUMBERED(epoll_create)
{
    CALL(epoll_create, -1, 0, 0, "", syscall(SYS_epoll_create, 1));
    CALL(epoll_create, -1, 0, 0, "", syscall(SYS_epoll_create, 0));
}

NUMBERED(epoll_wait)
{
    struct epoll_event event;
    int set = check(epoll_create1(0), "epoll_create1");
    TWICE(epoll_wait, epoll_wait, 1, 1, set, CLOSED, &event, 1, 1);
}
#endif
