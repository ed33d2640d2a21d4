/* SPDX-License-Identifier: MIT */
/* Waits that end by a signal or a timeout, while bytes may be held for a connection that is not waited for, and what a
 * program sees of the descriptors that a shim needs meanwhile. */
#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>

#include "stream.h"

static int quiet[2], set;
static volatile sig_atomic_t caught;

static void note(int signal)
{
    (void)signal;
    caught++;
}

/* A set with the connection that has spoken and one on which nothing comes. */
static void prepare(void)
{
    char bytes[ROOM];
    set = demand(epoll_create1(0), "epoll_create1");
    struct epoll_event event = {.events = EPOLLIN | EPOLLET};
    demand(epoll_ctl(set, EPOLL_CTL_ADD, ends[1], &event), "epoll_ctl");
    connection(quiet);
    event.events = EPOLLIN;
    demand(epoll_ctl(set, EPOLL_CTL_ADD, quiet[1], &event), "epoll_ctl");
    while (so_far() < size && epoll_wait(set, &event, 1, 1000) == 1)
        gather(bytes, read(ends[1], bytes, sizeof bytes));
}

static long passed_ms(const struct timespec *begin)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - begin->tv_sec) * 1000 + (now.tv_nsec - begin->tv_nsec) / 1000000;
}

static int wait_in(int how, int timeout, const sigset_t *mask)
{
    struct epoll_event events[4];
    struct pollfd end = {.fd = quiet[1], .events = POLLIN};
    struct timespec exact = {timeout / 1000, timeout % 1000 * 1000000l};
    struct timeval rough = {timeout / 1000, timeout % 1000 * 1000l};
    fd_set reads;
    FD_ZERO(&reads);
    FD_SET(quiet[1], &reads);
    switch (how) {
    case 0:
        return epoll_wait(set, events, 4, timeout);
    case 1:
        return epoll_pwait(set, events, 4, timeout, mask);
    case 2:
        return epoll_pwait2(set, events, 4, &exact, mask);
    case 3:
        return poll(&end, 1, timeout);
    case 4:
        return ppoll(&end, 1, &exact, mask);
    case 5:
        return select(quiet[1] + 1, &reads, NULL, NULL, &rough);
    default:
        return pselect(quiet[1] + 1, &reads, NULL, NULL, &exact, mask);
    }
}

static void timeouts(void)
{
    prepare();
    for (int how = 0; how < 7; how++)
        for (int timeout = 0; timeout <= 30; timeout += 15) {
            struct timespec begin;
            clock_gettime(CLOCK_MONOTONIC, &begin);
            int result = wait_in(how, timeout, NULL);
            printf("%d after %d ms: %d %s\n", how, timeout, result,
                   passed_ms(&begin) >= timeout ? "late enough" : "early");
        }
}

/* The signal is pending and blocked; only a wait that unblocks it is interrupted, before it looks at anything. */
static void signals(void)
{
    sigset_t blocked, open;
    prepare();
    signal(SIGUSR1, note);
    sigemptyset(&open);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    for (int how = 0; how < 7; how++) {
        bool masks = how == 1 || how == 2 || how == 4 || how == 6;
        int before = caught;
        raise(SIGUSR1);
        errno = 0;
        int result = wait_in(how, masks ? 5000 : 5, &open);
        printf("%d: %d %s, %d caught\n", how, result, result < 0 ? strerrorname_np(errno) : "", caught - before);
    }
}

static int descriptors(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

/* What the shim needs while bytes wait is gone when none do. */
static void count_descriptors(void)
{
    char bytes[ROOM];
    int before = descriptors();
    set = demand(epoll_create1(0), "epoll_create1");
    struct epoll_event event = {.events = EPOLLIN | EPOLLET};
    demand(epoll_ctl(set, EPOLL_CTL_ADD, ends[1], &event), "epoll_ctl");
    while (so_far() < size && epoll_wait(set, &event, 1, 1000) == 1)
        gather(bytes, read(ends[1], bytes, sizeof bytes));
    printf("%d more\n", descriptors() - before);
    printf("the next is %d\n", dup(0));
}

int main(int count, char **words)
{
    begin();
    if (count != 2) return 99;
    (words[1][0] == 's' ? signals : words[1][0] == 't' ? timeouts : count_descriptors)();
    verdict(words[1]);
    return 0;
}
