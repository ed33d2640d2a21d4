/* SPDX-License-Identifier: MIT */
/* Sets that begin to watch a connection, or cease to, when it has been read from already. */
#include <pthread.h>
#include <time.h>

#include "sets.h"

#define THREADS 4
#define ROUNDS 150
#define SETS 8

static pthread_barrier_t start;
static char all[ALL + 1];

/* Reads once, and the rest as a set of its own tells. All threads do each step at the same moment. */
static void serve_one(void)
{
    int pair[2];
    char bytes[4096];
    connection(pair);
    demand((int)send(pair[0], all, ALL, 0), "send");
    ssize_t got_now = recv(pair[1], bytes, sizeof bytes, 0), so_far = got_now;
    int set = demand(epoll_create1(0), "epoll_create1");
    struct epoll_event event = {.events = EPOLLIN};
    pthread_barrier_wait(&start);
    demand(epoll_ctl(set, EPOLL_CTL_ADD, pair[1], &event), "epoll_ctl");
    while (so_far < (ssize_t)ALL && got_now > 0 && epoll_wait(set, &event, 1, 3000) == 1) {
        got_now = recv(pair[1], bytes, sizeof bytes, MSG_DONTWAIT);
        so_far += got_now;
    }
    if (so_far != (ssize_t)ALL) {
        printf("stalled after %zd bytes\n", so_far);
        exit(1);
    }
    close(set);
    close(pair[0]);
    close(pair[1]);
}

static void *serve(void *none)
{
    for (int round = 0; round < ROUNDS; round++)
        serve_one();
    return none;
}

static void by_threads_at_once(void)
{
    pthread_t threads[THREADS];
    char bytes[4096];
    got(recv(ends[1], bytes, ALL, MSG_WAITALL), bytes);
    snprintf(all, sizeof all, "%s%s%s", one, two, three);
    pthread_barrier_init(&start, NULL, THREADS);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, serve, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static long used_ms(void)
{
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

/* While the program does not want to read, a wait on the set takes its time and no processor. */
static void by_ceasing_to_read(void)
{
    char bytes[4096] = "";
    int set = set_with(EPOLLIN);
    struct epoll_event event = {.events = EPOLLRDHUP, .data.u64 = 4711};
    for (bool wants = true; total < ALL; wants = !wants) {
        if (wants) {
            wait_one(set, -1);
            got(read(ends[1], bytes, sizeof bytes), bytes);
        }
        event.events = wants ? EPOLLRDHUP : EPOLLIN;
        demand(epoll_ctl(set, EPOLL_CTL_MOD, ends[1], &event), "epoll_ctl");
        long before = used_ms();
        if (wants) wait_one(set, 200);
        if (used_ms() - before > 100) printf("busy for %ld ms\n", used_ms() - before);
    }
    printf("\n");
}

/* Each thread of a server may put a connection into a set of its own; the last one has to do the work. */
static void by_the_last_of_many(void)
{
    char bytes[4096];
    int set = -1;
    ssize_t count = recv(ends[1], bytes, sizeof bytes, 0);
    for (int i = 0; i < SETS; i++)
        set = set_with(EPOLLIN);
    struct epoll_event event;
    for (total = (size_t)count; total < ALL && epoll_wait(set, &event, 1, 3000) == 1; total += (size_t)count)
        count = recv(ends[1], bytes, sizeof bytes, MSG_DONTWAIT);
}

RUN({"at-once", by_threads_at_once}, {"ceasing", by_ceasing_to_read}, {"many", by_the_last_of_many})
