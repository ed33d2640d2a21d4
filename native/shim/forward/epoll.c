/* SPDX-License-Identifier: MIT */
/* epoll sets; record/watch.h tells how bytes held for the program become events. */
#include <sys/epoll.h>

#include "../isolate/held.h"
#include "../isolate/ready.h"
#include "../isolate/watch.h"
#include "observe.h"

BP_REAL(int, epoll_create, int);
BP_REAL(int, epoll_create1, int);
BP_REAL(int, epoll_ctl, int, int, int, struct epoll_event *);
BP_REAL(int, epoll_wait, int, struct epoll_event *, int, int);
BP_REAL(int, epoll_pwait, int, struct epoll_event *, int, int, const sigset_t *);
BP_REAL(int, epoll_pwait2, int, struct epoll_event *, int, const struct timespec *, const sigset_t *);

BP_EXPORT int epoll_create(int size)
{
    BP_RESOLVE(epoll_create);
    return BP_OPEN(epoll_create, real_epoll_create(size), (struct bp_opening){0});
}

BP_EXPORT int epoll_create1(int flags)
{
    BP_RESOLVE(epoll_create1);
    return BP_OPEN(epoll_create, real_epoll_create1(flags), (struct bp_opening){0});
}

/* A one-shot watch of a channel that holds bytes has its one event already: the kernel must not report another. */
static int control(int epoll, int operation, int fd, struct epoll_event *event)
{
    const uint32_t readable = EPOLLIN | EPOLLRDNORM;
    if (operation != EPOLL_CTL_DEL && bp_held_behind(fd) && (event->events & EPOLLONESHOT) &&
        (event->events & readable)) {
        struct epoll_event disarmed = {.events = EPOLLONESHOT, .data = event->data};
        return real_epoll_ctl(epoll, operation, fd, &disarmed);
    }
    return real_epoll_ctl(epoll, operation, fd, event);
}

static int controlled(int epoll, int operation, int fd, const struct epoll_event *event, int result)
{
    /* Also while nothing is recorded: what is held later has to be told to the sets of then. */
    if (result == 0 && !bp_memory_borrowed()) bp_watch_changed(epoll, operation, fd, event);
    return result;
}

BP_EXPORT int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
    BP_RESOLVE(epoll_ctl);
    epoll = bp_visible(epoll);
    fd = bp_visible(fd);
    return BP_OBSERVE(epoll_ctl, epoll, controlled(epoll, operation, fd, event, control(epoll, operation, fd, event)),
                      .argument = (uint64_t)operation, .offset = (uint64_t)fd);
}

/* How many events the kernel is asked for. */
static int at_once(int epoll, int capacity)
{
    return bp_recording() ? bp_watch_capacity(epoll, capacity) : capacity;
}

/* Held bytes take part; true when the wait was for nothing, that is for the shim's own event alone. */
static bool woken_in_vain(int epoll, struct epoll_event *events, int capacity, int *count)
{
    if (*count <= 0) return false;
    *count = bp_watch_collect(epoll, events, *count, capacity);
    return *count == 0;
}

/* A lone event's descriptor stands for the set. */
static int waited(struct bp_call_facts *facts, const struct epoll_event *events, int count)
{
    if (!facts->begin || !bp_recording()) return count;
    int ready = count == 1 ? bp_ready_with(bp_channel_at(facts->fd), events->data.u64) : -1;
    if (ready >= 0) facts->fd = ready;
    bp_observed(facts, count);
    return count;
}

/* 0 where nobody will ask: reading the clock is most of what a call costs while tracing is off. */
static uint64_t begin_of(int timeout)
{
    return timeout > 0 || bp_recording() ? bp_now() : 0;
}

/* What is left of a time in ms that began at `begin`, rounded up; negative for ever. */
static int left_of(int timeout, uint64_t begin)
{
    if (timeout <= 0) return timeout;
    uint64_t passed = (bp_now() - begin) / 1000000;
    return passed < (uint64_t)timeout ? timeout - (int)passed : 0;
}

BP_EXPORT int epoll_wait(int epoll, struct epoll_event *events, int capacity, int timeout)
{
    BP_RESOLVE(epoll_wait);
    epoll = bp_visible(epoll);
    struct bp_call_facts facts = {.call = BP_CALL_epoll_wait,
                                  .fd = epoll,
                                  .argument = (uint64_t)capacity,
                                  .offset = (uint64_t)timeout,
                                  .begin = begin_of(timeout)};
    capacity = at_once(epoll, capacity);
    int count = real_epoll_wait(epoll, events, capacity, timeout);
    while (woken_in_vain(epoll, events, capacity, &count))
        count = real_epoll_wait(epoll, events, capacity, left_of(timeout, facts.begin));
    return waited(&facts, events, count);
}

BP_EXPORT int epoll_pwait(int epoll, struct epoll_event *events, int capacity, int timeout, const sigset_t *mask)
{
    BP_RESOLVE(epoll_pwait);
    epoll = bp_visible(epoll);
    struct bp_call_facts facts = {.call = BP_CALL_epoll_pwait,
                                  .fd = epoll,
                                  .argument = (uint64_t)capacity,
                                  .offset = (uint64_t)timeout,
                                  .begin = begin_of(timeout)};
    capacity = at_once(epoll, capacity);
    int count = real_epoll_pwait(epoll, events, capacity, timeout, mask);
    while (woken_in_vain(epoll, events, capacity, &count))
        count = real_epoll_pwait(epoll, events, capacity, left_of(timeout, facts.begin), mask);
    return waited(&facts, events, count);
}

static struct timespec left_of_span(const struct timespec *timeout, uint64_t begin)
{
    uint64_t whole = (uint64_t)timeout->tv_sec * 1000000000u + (uint64_t)timeout->tv_nsec, passed = bp_now() - begin;
    uint64_t left = passed < whole ? whole - passed : 0;
    return (struct timespec){.tv_sec = (time_t)(left / 1000000000u), .tv_nsec = (long)(left % 1000000000u)};
}

BP_EXPORT int epoll_pwait2(int epoll, struct epoll_event *events, int capacity, const struct timespec *timeout,
                           const sigset_t *mask)
{
    BP_RESOLVE(epoll_pwait2);
    epoll = bp_visible(epoll);
    struct bp_call_facts facts = {
        .call = BP_CALL_epoll_pwait2, .fd = epoll, .argument = (uint64_t)capacity, .begin = bp_now()};
    capacity = at_once(epoll, capacity);
    int count = real_epoll_pwait2(epoll, events, capacity, timeout, mask);
    while (woken_in_vain(epoll, events, capacity, &count)) {
        struct timespec left = timeout ? left_of_span(timeout, facts.begin) : (struct timespec){0};
        count = real_epoll_pwait2(epoll, events, capacity, timeout ? &left : NULL, mask);
    }
    return waited(&facts, events, count);
}
