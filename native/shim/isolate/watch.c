/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include "../channel/share.h"
#include "../record/arena.h"
#include "../record/options.h"
#include "../record/record.h"
#include "held.h"
#include "ready.h"
#include "waker.h"
#include "watching.h"

bool bp_watch_missed;

static bool sets_used; /* so a channel that no set watches yet may be added to one */

void bp_watch_push(struct bp_watch *watch)
{
    struct bp_watch **head = &watch->set->ready;
    watch->next = __atomic_load_n(head, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(head, &watch->next, watch, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
    }
}

void bp_watch_queue(struct bp_watch *watch)
{
    uint32_t idle = BP_WATCH_IDLE;
    if (!__atomic_compare_exchange_n(&watch->status, &idle, BP_WATCH_QUEUED, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        return;
    bp_waker_more();
    bp_watch_push(watch);
}

bool bp_watch_settle(struct bp_watch *watch)
{
    uint32_t queued = BP_WATCH_QUEUED;
    if (__atomic_compare_exchange_n(&watch->status, &queued, BP_WATCH_IDLE, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        return true;
    bp_arena_give(watch, sizeof *watch);
    return false;
}

static void retire(struct bp_watch *watch)
{
    if (watch && __atomic_exchange_n(&watch->status, BP_WATCH_DEAD, __ATOMIC_ACQ_REL) == BP_WATCH_IDLE)
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
        if (!state->watches[i] || !bp_watch_stands(state->watches[i])) return &state->watches[i];
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

static struct bp_channel_state *known(int fd)
{
    return bp_recording() ? bp_channel_of(fd) : bp_channel_at(fd);
}

static void stands_with(struct bp_channel_state *set, int fd, const struct bp_channel_state *state, uint64_t data)
{
    if (set && state)
        bp_ready_added(set, fd, state, data);
    else
        bp_ready_missed();
}

/* The waker exists as long as the channel holds bytes. */
static bool can_wake(struct bp_channel_state *state)
{
    if (__atomic_load_n(&state->wakes, __ATOMIC_ACQUIRE)) return true;
    if (!bp_waker_take()) return false;
    if (__atomic_exchange_n(&state->wakes, true, __ATOMIC_ACQ_REL)) bp_waker_give();
    return true;
}

void bp_watch_changed(int epoll, int operation, int fd, const struct epoll_event *event)
{
    struct bp_channel_state *state = known(fd), *set = known(epoll);
    if (!sets_used) __atomic_store_n(&sets_used, true, __ATOMIC_RELAXED);
    if (!state || (!set && watchable(state))) bp_watch_missed = true;
    if (operation != EPOLL_CTL_DEL) stands_with(set, fd, state, event->data.u64);
    if (!state || !watchable(state)) return;
    if (!set) state->whole = true;
    if (!set) return;
    struct bp_watch **slot = slot_with(state, set, fd);
    if (operation == EPOLL_CTL_DEL) {
        if (slot) retire(__atomic_exchange_n(slot, NULL, __ATOMIC_ACQ_REL));
        return;
    }
    struct bp_watch *watch = slot ? *slot : add(state, set, epoll, fd);
    if (!watch) return;
    watch->data = event->data.u64;
    __atomic_store_n(&watch->events, event->events, __ATOMIC_RELEASE);
    set->set = true;
    if (state->spoken || state->protocol) set->isolated = true;
    /* Whether a one-shot watch is armed only the kernel knows, so it has to keep the bytes. */
    if (event->events & EPOLLONESHOT) state->ahead = true;
    if (!bp_held_count(state) || !(event->events & BP_READABLE) || !can_wake(state)) return;
    bp_watch_queue(watch);
    bp_waker_arm(epoll);
}

bool bp_watches_prepare(struct bp_channel_state *state)
{
    for (int i = 0; i < BP_WATCHES; i++) {
        const struct bp_watch *watch = state->watches[i];
        if (!watch || !bp_watch_stands(watch)) continue;
        /* Of several processes that wait on a set, the kernel may wake any. */
        if (!bp_watch_reaches(watch) || bp_shared(watch->set)) return false;
    }
    return !__atomic_load_n(&sets_used, __ATOMIC_RELAXED) || can_wake(state);
}

void bp_watches_rest(struct bp_channel_state *state)
{
    if (state->wakes && __atomic_exchange_n(&state->wakes, false, __ATOMIC_ACQ_REL)) bp_waker_give();
}

void bp_watches_ready(struct bp_channel_state *state)
{
    for (int i = 0; i < BP_WATCHES; i++) {
        struct bp_watch *watch = state->watches[i];
        if (!watch || !bp_watch_reaches(watch)) continue;
        if (!(watch->events & BP_READABLE) || (watch->events & EPOLLONESHOT)) continue;
        bp_watch_queue(watch);
        bp_waker_arm(watch->epoll);
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

void bp_watches_isolate(struct bp_channel_state *state)
{
    state->spoken = true;
    for (int i = 0; i < BP_WATCHES; i++)
        if (state->watches[i]) state->watches[i]->set->isolated = true;
}

int bp_watch_capacity(int epoll, int capacity)
{
    if (!bp_options.full || capacity <= 1) return capacity;
    const struct bp_channel_state *set = bp_channel_at(epoll);
    return set && set->isolated ? 1 : capacity;
}

void bp_watches_drop(struct bp_channel_state *state)
{
    bp_watches_rest(state);
    for (int i = 0; i < BP_WATCHES; i++)
        if (state->watches[i]) retire(__atomic_exchange_n(&state->watches[i], NULL, __ATOMIC_ACQ_REL));
    struct bp_watch *watch = state->ready ? __atomic_exchange_n(&state->ready, NULL, __ATOMIC_ACQ_REL) : NULL;
    for (struct bp_watch *next; watch; watch = next) {
        next = watch->next;
        bp_watch_settle(watch);
        bp_waker_give();
    }
}
