/* SPDX-License-Identifier: MIT */
/* Edge-triggered epoll. */
#include <poll.h>
#include <pthread.h>

#include "sets.h"

static int shared_set;

static void *wait_in_thread(void *turn)
{
    for (int i = 0; i < 2; i++) {
        struct epoll_event event;
        demand(epoll_wait(shared_set, &event, 1, -1), "epoll_wait");
        demand((int)write(*(int *)turn, "x", 1), "write");
    }
    return NULL;
}

/* One read an event, as programs do that take a short read for the end. */
static void by_epoll_edge(void)
{
    char bytes[4096] = "";
    int set = set_with(EPOLLIN | EPOLLET);
    while (total < ALL) {
        wait_one(set, -1);
        wait_one(set, 0);
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
    wait_one(set, 0);
    printf("\n");
}

/* The buffer is smaller than what there is, so that the kernel keeps some of it. */
static void by_epoll_edge_full(void)
{
    char bytes[51] = "";
    int set = set_with(EPOLLIN | EPOLLET);
    while (total < ALL) {
        wait_one(set, -1);
        ssize_t count;
        do {
            count = recv(ends[1], bytes, 50, MSG_DONTWAIT);
            got(count, bytes);
        } while (count == 50);
    }
}

/* The first read is full and ends at a border: of what the kernel still has, the set heard with the first event. */
static void by_epoll_edge_exact(void)
{
    char bytes[86] = "";
    int set = set_with(EPOLLIN | EPOLLET);
    while (total < ALL) {
        wait_one(set, -1);
        got(read(ends[1], bytes, 85), bytes);
    }
}

/* Reads until there is no more, as the manual asks. */
static void by_epoll_edge_drain(void)
{
    char bytes[4096] = "";
    int set = set_with(EPOLLIN | EPOLLET);
    wait_one(set, -1);
    ssize_t count;
    do {
        count = recv(ends[1], bytes, sizeof bytes, MSG_DONTWAIT);
        got(count, bytes);
    } while (count > 0);
    wait_one(set, 20);
    printf("\n");
}

/* Added when bytes are held already. */
static void by_epoll_late(void)
{
    char bytes[4096] = "";
    got(read(ends[1], bytes, sizeof bytes), bytes);
    int set = set_with(EPOLLIN | EPOLLET), outer = demand(epoll_create1(0), "epoll_create1");
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = 1};
    demand(epoll_ctl(outer, EPOLL_CTL_ADD, set, &event), "epoll_ctl");
    while (total < ALL) {
        struct pollfd whole = {.fd = set, .events = POLLIN};
        wait_one(outer, -1);
        printf("poll on the set %d; ", poll(&whole, 1, -1));
        wait_one(set, 0);
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
}

/* A thread is blocked in the wait while another receives: it has to be woken for what is held. */
static void by_epoll_thread(void)
{
    char bytes[4096] = "", token;
    int turn[2];
    pthread_t waiter;
    demand(pipe(turn), "pipe");
    shared_set = set_with(EPOLLIN | EPOLLET);
    wait_one(shared_set, -1);
    pthread_create(&waiter, NULL, wait_in_thread, &turn[1]);
    for (int i = 0; i < 3; i++) {
        got(read(ends[1], bytes, sizeof bytes), bytes);
        if (i < 2) demand((int)read(turn[0], &token, 1), "read");
    }
    pthread_join(waiter, NULL);
}

RUN({"edge", by_epoll_edge}, {"edge-full", by_epoll_edge_full}, {"edge-exact", by_epoll_edge_exact},
    {"edge-drain", by_epoll_edge_drain}, {"late", by_epoll_late}, {"thread", by_epoll_thread})
