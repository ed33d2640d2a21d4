/* SPDX-License-Identifier: MIT */
/* Pipes, socket pairs and the descriptors that only tell of events; waiting for them. */
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#include "io.h"

int __poll_chk(struct pollfd *all, nfds_t count, int timeout, size_t room);
int __ppoll_chk(struct pollfd *all, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t room);

static void piping(void)
{
    char bytes[64];
    int first[2], second[2], there;
    SHOW(pipe(first));
    SHOW(pipe2(second, O_NONBLOCK | O_CLOEXEC));
    SHOW(pipe2(second, 0x7fffffff));
    SHOW(read(second[0], bytes, 1));
    SHOW(write(first[1], "some bytes", 10));
    SHOW(ioctl(first[0], FIONREAD, &there));
    printf("there %d\n", there);
    SHOW(tee(first[0], second[1], 4, 0));
    SHOW(splice(first[0], NULL, second[1], NULL, 6, 0));
    SHOW(read(second[0], bytes, sizeof bytes));
    SHOW(read(first[0], bytes, sizeof bytes));
    SHOW(write(first[0], "x", 1));
    SHOW(close(first[1]));
    SHOW(read(first[0], bytes, sizeof bytes));
    SHOW(close(second[0]));
    SHOW(write(second[1], "x", 1));
    close(first[0]);
    close(second[1]);
}

static void pairing(void)
{
    char bytes[64];
    int ends[2];
    SHOW(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
    SHOW(socketpair(AF_UNIX, 99, 0, ends));
    SHOW(send(ends[0], "hello", 5, 0));
    SHOW(recv(ends[1], bytes, 2, MSG_PEEK));
    SHOW(read(ends[1], bytes, sizeof bytes));
    SHOW(recv(ends[1], bytes, 2, MSG_DONTWAIT));
    SHOW(shutdown(ends[0], SHUT_WR));
    SHOW(recv(ends[1], bytes, 2, 0));
    SHOW(shutdown(-1, SHUT_WR));
    close(ends[0]);
    SHOW(send(ends[1], "x", 1, MSG_NOSIGNAL));
    close(ends[1]);
}

static void waiting(void)
{
    int tube[2];
    demand(pipe(tube), "pipe");
    struct pollfd both[] = {{.fd = tube[0], .events = POLLIN}, {.fd = tube[1], .events = POLLOUT}};
    struct timespec at_once = {0, 0};
    struct timeval soon = {0, 0};
    fd_set reads;
    SHOW(poll(both, 2, 100));
    SHOW(poll(both, 1, 0));
    demand((int)write(tube[1], "x", 1), "write");
    SHOW(poll(both, 1, -1));
    SHOW(ppoll(both, 2, NULL, NULL));
    SHOW(__poll_chk(both, 2, 5, sizeof both));
    SHOW(__ppoll_chk(both, 2, &at_once, NULL, sizeof both));
    SHOW(poll(nowhere, 1, 0));
    FD_ZERO(&reads);
    FD_SET(tube[0], &reads);
    SHOW(select(tube[0] + 1, &reads, NULL, NULL, &soon));
    SHOW(pselect(tube[0] + 1, &reads, NULL, NULL, &at_once, NULL));
    SHOW(select(-1, NULL, NULL, NULL, &soon));
    close(tube[0]);
    close(tube[1]);
}

static void epolling(void)
{
    int tube[2];
    struct timespec at_once = {0, 0};
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = 7}, found[3];
    demand(pipe(tube), "pipe");
    int set = demand(epoll_create(1), "epoll_create");
    SHOW(epoll_create(0));
    SHOW(epoll_create1(0x7fffffff));
    SHOW(epoll_ctl(set, EPOLL_CTL_ADD, tube[0], &event));
    SHOW(epoll_ctl(set, EPOLL_CTL_ADD, tube[0], &event));
    SHOW(epoll_ctl(set, EPOLL_CTL_ADD, tube[0], nowhere));
    SHOW(epoll_ctl(set, EPOLL_CTL_MOD, tube[1], &event));
    SHOW(epoll_wait(set, found, 3, 0));
    demand((int)write(tube[1], "x", 1), "write");
    SHOW(epoll_wait(set, found, 3, -1));
    SHOW(epoll_pwait(set, found, 3, 10, NULL));
    SHOW(epoll_pwait2(set, found, 3, &at_once, NULL));
    printf("%x %u\n", found[0].events, found[0].data.u32);
    SHOW(epoll_ctl(set, EPOLL_CTL_DEL, tube[0], NULL));
    SHOW(epoll_wait(set, found, 3, 0));
    SHOW(epoll_wait(set, found, 0, 0));
    SHOW(epoll_wait(-1, found, 1, 0));
    close(set);
    close(tube[0]);
    close(tube[1]);
}

static void telling(void)
{
    uint64_t value = 3;
    sigset_t signals;
    struct signalfd_siginfo caught;
    int event = demand(eventfd(4, EFD_NONBLOCK), "eventfd"),
        timer = demand(timerfd_create(CLOCK_MONOTONIC, 0), "timerfd_create");
    struct itimerspec moment = {.it_value = {.tv_nsec = 1}};
    SHOW(write(event, &value, sizeof value));
    SHOW(read(event, &value, sizeof value));
    printf("value %lu\n", (unsigned long)value);
    SHOW(read(event, &value, sizeof value));
    SHOW(eventfd(0, 0x7fffffff));
    SHOW(timerfd_settime(timer, 0, &moment, NULL));
    SHOW(read(timer, &value, sizeof value));
    SHOW(timerfd_create(999, 0));
    sigemptyset(&signals);
    sigaddset(&signals, SIGUSR1);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    int queue = demand(signalfd(-1, &signals, 0), "signalfd");
    SHOW(signalfd(queue, &signals, SFD_NONBLOCK) == queue);
    raise(SIGUSR1);
    SHOW(read(queue, &caught, sizeof caught));
    SHOW(signalfd(event, &signals, 0));
    SHOW(signalfd(-1, &signals, 0x7fffffff));
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    piping();
    pairing();
    waiting();
    epolling();
    telling();
    return 0;
}
