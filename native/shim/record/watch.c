/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include <errno.h>
#include <sys/eventfd.h>

#include "../guard/hidden.h"
#include "../guard/raw.h"
#include "arena.h"
#include "held.h"

/* The shim's own event among a set's. Fixed, because a set may be shared with a process that another exec made. */
#define WAKER_DATA 0xb0de7a91f3c25d68u
#define READABLE (EPOLLIN | EPOLLRDNORM)

enum watch_status {
    IDLE,
    QUEUED, /* in its set's ready list */
    DEAD,   /* its channel or registration is gone; freed by whoever takes it off the list */
};

struct bp_watch {
    struct bp_watch *next;
    struct bp_channel_state *channel;
    struct bp_channel_state *set;
    uint64_t data;
    uint32_t channel_generation;
    uint32_t set_generation;
    uint32_t events; /* 0: a one-shot watch that has had its event */
    uint32_t status; /* watch_status */
    uint32_t remind; /* to be reported though nothing is held */
    int epoll;
    int fd;
};

/* The always readable descriptor; -1 when it cannot be had. */
static int waker_fd(void)
{
    int known = __atomic_load_n(&bp_hidden[BP_HIDDEN_WAKER], __ATOMIC_ACQUIRE);
    if (known >= 0) return known;
    long fresh = bp_raw(SYS_eventfd2, 1, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bp_raw_failed(fresh) || !bp_fd_hide(BP_HIDDEN_WAKER, (int)fresh)) return -1;
    return bp_hidden[BP_HIDDEN_WAKER];
}

static void wake(int epoll)
{
    int fd = waker_fd();
    struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = WAKER_DATA};
    if (bp_raw(SYS_epoll_ctl, epoll, EPOLL_CTL_MOD, fd, &event) == -ENOENT)
        bp_raw(SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, fd, &event);
}

static bool alive(const struct bp_watch *watch)
{
    return watch->set->generation == watch->set_generation && bp_channel_at(watch->epoll) == watch->set;
}

static void queue(struct bp_watch *watch)
{
    uint32_t idle = IDLE;
    if (!__atomic_compare_exchange_n(&watch->status, &idle, QUEUED, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) return;
    struct bp_watch **head = &watch->set->ready;
    watch->next = __atomic_load_n(head, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(head, &watch->next, watch, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
    }
}

/* Off the list; false when it was dead, and now is freed. */
static bool unqueue(struct bp_watch *watch)
{
    uint32_t queued = QUEUED;
    if (__atomic_compare_exchange_n(&watch->status, &queued, IDLE, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        return true;
    bp_arena_give(watch, sizeof *watch);
    return false;
}

static void retire(struct bp_watch *watch)
{
    if (watch && __atomic_exchange_n(&watch->status, DEAD, __ATOMIC_ACQ_REL) == IDLE)
        bp_arena_give(watch, sizeof *watch);
}

static struct bp_watch **slot_with(struct bp_channel_state *state, const struct bp_channel_state *set, int fd)
{
    for (int i = 0; i < BP_WATCHES; i++) {
        struct bp_watch *watch = state->watches[i];
        if (watch && watch->set == set && watch->fd == fd) return &state->watches[i];
    }
    return NULL;
}

/* A slot for a new watch; one whose set is gone may be used again. */
static struct bp_watch **free_slot(struct bp_channel_state *state)
{
    for (int i = 0; i < BP_WATCHES; i++)
        if (!state->watches[i] || !alive(state->watches[i])) return &state->watches[i];
    return NULL;
}

static struct bp_watch *add(struct bp_channel_state *state, struct bp_channel_state *set, int epoll, int fd)
{
    struct bp_watch **slot = free_slot(state), *watch = slot ? bp_arena_take(sizeof *watch) : NULL;
    if (!watch) {
        state->whole = true;
        return NULL;
    }
    *watch = (struct bp_watch){.channel = state,
                               .set = set,
                               .channel_generation = state->generation,
                               .set_generation = set->generation,
                               .epoll = epoll,
                               .fd = fd};
    retire(__atomic_exchange_n(slot, watch, __ATOMIC_ACQ_REL));
    return watch;
}

/* Also a socket that is not connected yet: it may be added to a set before. */
static bool watchable(const struct bp_channel_state *state)
{
    return (state->kind == BP_CHANNEL_TCP || state->kind == BP_CHANNEL_UNIX_STREAM) && state->role != BP_ROLE_LISTENER;
}

void bp_watch_changed(int epoll, int operation, int fd, const struct epoll_event *event)
{
    struct bp_channel_state *state = bp_channel_at(fd), *set = bp_channel_of(epoll);
    if (!state || !set || !watchable(state)) return;
    struct bp_watch **slot = slot_with(state, set, fd);
    if (operation == EPOLL_CTL_DEL) {
        if (slot) retire(__atomic_exchange_n(slot, NULL, __ATOMIC_ACQ_REL));
        return;
    }
    struct bp_watch *watch = slot ? *slot : add(state, set, epoll, fd);
    if (!watch) return;
    watch->data = event->data.u64;
    __atomic_store_n(&watch->events, event->events, __ATOMIC_RELEASE);
    if (!bp_held_count(state) || !(event->events & READABLE)) return;
    queue(watch);
    wake(epoll);
}

bool bp_watches_can_wake(const struct bp_channel_state *state)
{
    for (int i = 0; i < BP_WATCHES; i++)
        if (state->watches[i] && waker_fd() < 0) return false;
    return true;
}

void bp_watches_ready(struct bp_channel_state *state)
{
    for (int i = 0; i < BP_WATCHES; i++) {
        struct bp_watch *watch = state->watches[i];
        if (!watch || !alive(watch) || !(watch->events & READABLE) || (watch->events & EPOLLONESHOT)) continue;
        queue(watch);
        wake(watch->epoll);
    }
}

bool bp_watched_by_edge(const struct bp_channel_state *state)
{
    for (int i = 0; i < BP_WATCHES; i++)
        if (state->watches[i] && (state->watches[i]->events & EPOLLET)) return true;
    return false;
}

void bp_watches_remind(struct bp_channel_state *state)
{
    for (int i = 0; i < BP_WATCHES; i++) {
        struct bp_watch *watch = state->watches[i];
        if (watch && (watch->events & EPOLLET)) __atomic_store_n(&watch->remind, 1, __ATOMIC_RELEASE);
    }
    bp_watches_ready(state);
}

/* The event to report for a watch off the list; none (events 0) when its channel holds nothing any more. */
static struct epoll_event due(struct bp_watch *watch)
{
    struct epoll_event event = {.data.u64 = watch->data};
    bool remind = __atomic_exchange_n(&watch->remind, 0, __ATOMIC_ACQ_REL);
    if (!alive(watch) || watch->channel->generation != watch->channel_generation) return event;
    if (!remind && !bp_held_count(watch->channel)) return event;
    uint32_t events = watch->events;
    if (events & EPOLLONESHOT) events = __atomic_exchange_n(&watch->events, 0, __ATOMIC_ACQ_REL);
    event.events = events & READABLE;
    return event;
}

static int merge(struct epoll_event *events, int count, int capacity, const struct epoll_event *more)
{
    for (int i = 0; i < count; i++)
        if (events[i].data.u64 == more->data.u64) {
            events[i].events |= more->events;
            return count;
        }
    if (count < capacity) events[count] = *more;
    return count + 1;
}

static int without_waker(struct epoll_event *events, int count)
{
    for (int i = 0; i < count; i++)
        if (events[i].data.u64 == WAKER_DATA) {
            for (int j = i + 1; j < count; j++)
                events[j - 1] = events[j];
            return count - 1;
        }
    return -1;
}

/* Puts it back for the next wait. */
static void again(struct bp_watch *watch, int epoll)
{
    queue(watch);
    wake(epoll);
}

int bp_watch_collect(int epoll, struct epoll_event *events, int count, int capacity)
{
    int kept = without_waker(events, count);
    struct bp_channel_state *set = bp_channel_at(epoll);
    if (kept < 0 || !set) return kept < 0 ? count : kept;
    struct bp_watch *watch = __atomic_exchange_n(&set->ready, NULL, __ATOMIC_ACQ_REL);
    for (struct bp_watch *next; watch; watch = next) {
        next = watch->next;
        if (!unqueue(watch)) continue;
        if (kept >= capacity) {
            again(watch, epoll);
            continue;
        }
        struct epoll_event event = due(watch);
        if (!event.events) continue;
        bool level = watch->events && !(watch->events & EPOLLET);
        kept = merge(events, kept, capacity, &event);
        if (level) again(watch, epoll);
    }
    return kept;
}

void bp_watches_drop(struct bp_channel_state *state)
{
    for (int i = 0; i < BP_WATCHES; i++)
        retire(__atomic_exchange_n(&state->watches[i], NULL, __ATOMIC_ACQ_REL));
    struct bp_watch *watch = __atomic_exchange_n(&state->ready, NULL, __ATOMIC_ACQ_REL);
    for (struct bp_watch *next; watch; watch = next) {
        next = watch->next;
        unqueue(watch);
    }
}
