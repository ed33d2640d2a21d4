/* SPDX-License-Identifier: MIT */
/* Waiting for descriptors, and descriptors to wait for. */
#include "calls.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

int __poll(struct pollfd *all, nfds_t count, int timeout);
int __poll_chk(struct pollfd *all, nfds_t count, int timeout, size_t room);
int __ppoll_chk(struct pollfd *all, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t room);
int __select(int count, fd_set *reads, fd_set *writes, fd_set *errors, struct timeval *timeout);

/* A descriptor that can be written and not read. */
static int writable(void)
{
    int other;
    return end_of_pair(&other);
}

#define SELECT(call, symbol, ...)                                                                                      \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = writable();                                                                                           \
        fd_set reads, writes;                                                                                          \
        FD_ZERO(&reads);                                                                                               \
        FD_ZERO(&writes);                                                                                              \
        FD_SET(fd, &writes);                                                                                           \
        CALL(call, fd, fd + 1, 0, "", symbol(fd + 1, NULL, &writes, NULL, __VA_ARGS__));                               \
        FD_SET(fd, &reads);                                                                                            \
        CALL(call, -1, fd + 1, 0, "", symbol(fd + 1, &reads, NULL, NULL, __VA_ARGS__));                                \
        CALL(call, -1, -1, 0, "", symbol(-1, &reads, NULL, NULL, __VA_ARGS__));                                        \
    }

SELECT(select, select, (&(struct timeval){0, 1000}))
SELECT(select, __select, (&(struct timeval){0, 1000}))
SELECT(pselect, pselect, (&(struct timespec){0, 1000}), NULL)

#define POLL(call, symbol, second, ...)                                                                                \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        struct pollfd all[2] = {{.fd = writable(), .events = POLLIN}, {.fd = writable(), .events = POLLOUT}};          \
        CALL(call, all[1].fd, 2, second, "", symbol(all, 2, __VA_ARGS__));                                             \
        CALL(call, all[0].fd, 1, second, "", symbol(all, 1, __VA_ARGS__));                                             \
        CALL(call, -1, 1, second, "", symbol(nowhere, 1, __VA_ARGS__));                                                \
    }

static const struct timespec millisecond = {0, 1000000};

POLL(poll, poll, 1, 1)
POLL(poll, __poll, 1, 1)
POLL(poll, __poll_chk, 1, 1, sizeof all)
POLL(ppoll, ppoll, 0, &millisecond, NULL)
POLL(ppoll, __ppoll_chk, 0, &millisecond, NULL, sizeof all)

SNIPPET(epoll_create)
{
    CALL(epoll_create, -1, 0, 0, "", epoll_create(1));
    CALL(epoll_create, -1, 0, 0, "", epoll_create(0));
}

SNIPPET(epoll_create1)
{
    CALL(epoll_create, -1, 0, 0, "", epoll_create1(EPOLL_CLOEXEC));
    CALL(epoll_create, -1, 0, 0, "", epoll_create1(INT_MAX));
}

SNIPPET(epoll_ctl)
{
    int set = check(epoll_create1(0), "epoll_create1"), fd = writable();
    struct epoll_event event = {.events = EPOLLOUT};
    CALL(epoll_ctl, set, EPOLL_CTL_ADD, fd, "", epoll_ctl(set, EPOLL_CTL_ADD, fd, &event));
    CALL(epoll_ctl, set, EPOLL_CTL_ADD, fd, "", epoll_ctl(set, EPOLL_CTL_ADD, fd, &event));
    CALL(epoll_ctl, set, EPOLL_CTL_DEL, fd, "", epoll_ctl(set, EPOLL_CTL_DEL, fd, NULL));
}

static void add(int set, int fd, uint64_t data)
{
    struct epoll_event event = {.events = EPOLLOUT, .data.u64 = data};
    check(epoll_ctl(set, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

#define EPOLL_WAIT(symbol, second, ...)                                                                                \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        struct epoll_event events[4];                                                                                  \
        int set = check(epoll_create1(0), "epoll_create1"), one = writable(), another = writable();                    \
        int empty = check(epoll_create1(0), "epoll_create1"), alike = check(epoll_create1(0), "epoll_create1");        \
        add(set, one, 47);                                                                                             \
        CALL(symbol, one, 4, second, "", symbol(set, events, 4, __VA_ARGS__));                                         \
        add(set, another, 48);                                                                                         \
        CALL(symbol, set, 4, second, "", symbol(set, events, 4, __VA_ARGS__));                                         \
        check(epoll_ctl(set, EPOLL_CTL_DEL, one, NULL), "epoll_ctl");                                                  \
        CALL(symbol, another, 4, second, "", symbol(set, events, 4, __VA_ARGS__));                                     \
        add(alike, one, 49);                                                                                           \
        add(alike, another, 49);                                                                                       \
        CALL(symbol, alike, 1, second, "", symbol(alike, events, 1, __VA_ARGS__));                                     \
        CALL(symbol, empty, 4, second, "", symbol(empty, events, 4, __VA_ARGS__));                                     \
        CALL(symbol, set, 0, second, "", symbol(set, events, 0, __VA_ARGS__));                                         \
    }

EPOLL_WAIT(epoll_wait, 1, 1)
EPOLL_WAIT(epoll_pwait, 1, 1, NULL)
EPOLL_WAIT(epoll_pwait2, 0, &millisecond, NULL)

SNIPPET(eventfd)
{
    CALL(eventfd, -1, 4, EFD_NONBLOCK, "", eventfd(4, EFD_NONBLOCK));
    CALL(eventfd, -1, 4, INT_MAX, "", eventfd(4, INT_MAX));
}

SNIPPET(signalfd)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    int fd = (int)CALL(signalfd, -1, 0, 0, "", signalfd(-1, &signals, 0));
    CALL(signalfd, fd, SFD_NONBLOCK, 0, "", signalfd(fd, &signals, SFD_NONBLOCK));
    CALL(signalfd, -1, INT_MAX, 0, "", signalfd(-1, &signals, INT_MAX));
}

SNIPPET(timerfd_create)
{
    CALL(timerfd_create, -1, CLOCK_MONOTONIC, TFD_CLOEXEC, "", timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
    CALL(timerfd_create, -1, 99, 0, "", timerfd_create(99, 0));
}
