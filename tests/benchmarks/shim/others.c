/* SPDX-License-Identifier: MIT */
/* Waits, descriptors, locks, and births. */
#include <fcntl.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

static int set;

static void nothing(size_t size)
{
    (void)size;
}

static void ready_set(size_t size)
{
    (void)size;
    struct epoll_event event = {.events = EPOLLIN};
    set = epoll_create1(0);
    if (epoll_ctl(set, EPOLL_CTL_ADD, eventfd(1, 0), &event) != 0) fail("epoll_ctl");
}

static void wait_once(size_t size)
{
    (void)size;
    struct epoll_event event;
    if (epoll_wait(set, &event, 1, 0) != 1) fail("epoll_wait");
}

static void open_and_close(size_t size)
{
    (void)size;
    int fd = open("/dev/null", O_RDONLY);
    if (fd < 0 || close(fd) != 0) fail("open");
}

static void lock_and_unlock(size_t size)
{
    (void)size;
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    if (pthread_mutex_lock(&mutex) != 0 || pthread_mutex_unlock(&mutex) != 0) fail("pthread_mutex_lock");
}

static void fork_and_wait(size_t size)
{
    (void)size;
    pid_t child = fork();
    if (child == 0) _exit(0);
    if (waitpid(child, NULL, 0) != child) fail("fork");
}

static void *ends_at_once(void *argument)
{
    return argument;
}

static void create_and_join(size_t size)
{
    (void)size;
    pthread_t thread;
    if (pthread_create(&thread, NULL, ends_at_once, NULL) != 0 || pthread_join(thread, NULL) != 0)
        fail("pthread_create");
}

const struct operation others[] = {
    {"epoll_wait", 0, 1, 100, ready_set, wait_once},        {"open+close", 0, 1, 40, nothing, open_and_close},
    {"mutex", 0, 1, 1000, nothing, lock_and_unlock},        {"fork", 0, 1, 5, nothing, fork_and_wait},
    {"pthread_create", 0, 1, 10, nothing, create_and_join}, {0},
};
