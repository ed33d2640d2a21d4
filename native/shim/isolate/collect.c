/* SPDX-License-Identifier: MIT */
/* What a wait on an epoll set reports for held bytes. */
#include "held.h"
#include "waker.h"
#include "watching.h"

/* The event to report for a watch; none (events 0) when its channel holds nothing any more. */
static struct epoll_event due(struct bp_watch *watch)
{
    struct epoll_event event = {.data.u64 = watch->data};
    bool remind = __atomic_exchange_n(&watch->remind, 0, __ATOMIC_ACQ_REL);
    if (!bp_watch_reaches(watch) || watch->channel->generation != watch->channel_generation) return event;
    if (!remind && !bp_held_count(watch->channel)) return event;
    uint32_t events = watch->events;
    if (events & EPOLLONESHOT) events = __atomic_exchange_n(&watch->events, 0, __ATOMIC_ACQ_REL);
    event.events = events & BP_READABLE;
    return event;
}

static int merge(struct epoll_event *events, int count, const struct epoll_event *more)
{
    for (int i = 0; i < count; i++)
        if (events[i].data.u64 == more->data.u64) {
            events[i].events |= more->events;
            return count;
        }
    events[count] = *more;
    return count + 1;
}

/* The list in the order in which its watches were queued. */
static struct bp_watch *taken_in_order(struct bp_channel_state *set)
{
    struct bp_watch *watch = __atomic_exchange_n(&set->ready, NULL, __ATOMIC_ACQ_REL), *first = NULL;
    for (struct bp_watch *next; watch; watch = next) {
        next = watch->next;
        watch->next = first;
        first = watch;
    }
    return first;
}

/* A watch that reports one event for each time it was queued. */
static int report_once(struct bp_watch *watch, struct epoll_event *events, int kept)
{
    if (bp_watch_settle(watch)) {
        struct epoll_event event = due(watch);
        if (event.events) kept = merge(events, kept, &event);
    }
    bp_waker_give();
    return kept;
}

/* A level-triggered watch stays queued as long as its channel holds bytes. */
static bool report_again(struct bp_watch *watch, struct epoll_event *events, int *kept)
{
    struct epoll_event event = due(watch);
    if (event.events) {
        *kept = merge(events, *kept, &event);
        return true;
    }
    /* Off the list it may be queued by another thread, and bytes that came just before are seen here. Who does not want
     * to read now says so by another change of the set. */
    if (bp_watch_settle(watch) && (watch->events & BP_READABLE) && bp_held_count(watch->channel)) bp_watch_queue(watch);
    bp_waker_give();
    return false;
}

int bp_watch_collect(int epoll, struct epoll_event *events, int count, int capacity)
{
    int kept = bp_waker_remove(events, count);
    struct bp_channel_state *set = bp_channel_at(epoll);
    if (kept == count || !set) return kept;
    struct bp_watch *told = NULL, *next;
    for (struct bp_watch *watch = taken_in_order(set); watch; watch = next) {
        next = watch->next;
        if (kept >= capacity) {
            bp_watch_push(watch);
        } else if (watch->events & (EPOLLET | EPOLLONESHOT)) {
            kept = report_once(watch, events, kept);
        } else if (report_again(watch, events, &kept)) {
            watch->next = told;
            told = watch;
        }
    }
    /* Those that have had their turn come behind those that have not. */
    for (; told; told = next) {
        next = told->next;
        bp_watch_push(told);
    }
    if (__atomic_load_n(&set->ready, __ATOMIC_ACQUIRE)) bp_waker_arm(epoll);
    return kept;
}
