/* SPDX-License-Identifier: MIT */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "../guard/hidden.h"
#include "../guard/raw.h"
#include "../guard/self.h"
#include "../isolate/held.h"
#include "../isolate/watch.h"
#include "../record/arena.h"
#include "announce.h"
#include "identify.h"
#include "message.h"
#include "share.h"

uint32_t bp_channels_image = 1;

static struct bp_channel_state *first_page[BP_TABLE_PAGE];
struct bp_channel_state **bp_channel_pages[BP_TABLE_PAGES];

/* Above every descriptor that was ever known: who looks through all of them need not touch the whole table. */
static uint32_t known_end;

static void raise_end(uint32_t end)
{
    uint32_t known = __atomic_load_n(&known_end, __ATOMIC_RELAXED);
    while (known < end &&
           !__atomic_compare_exchange_n(&known_end, &known, end, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
    }
}

/* The slot of `fd`, its page made when there is none; NULL when out of memory. */
static struct bp_channel_state **slot_of(int fd)
{
    unsigned page = (unsigned)fd / BP_TABLE_PAGE;
    if (fd < 0 || page >= BP_TABLE_PAGES) return NULL;
    struct bp_channel_state **slots = __atomic_load_n(&bp_channel_pages[page], __ATOMIC_ACQUIRE);
    if (!slots) {
        struct bp_channel_state **fresh = page == 0 ? first_page : bp_arena_take(BP_TABLE_PAGE * sizeof *fresh);
        if (!fresh) return NULL;
        if (page != 0) memset(fresh, 0, BP_TABLE_PAGE * sizeof *fresh);
        if (__atomic_compare_exchange_n(&bp_channel_pages[page], &slots, fresh, false, __ATOMIC_ACQ_REL,
                                        __ATOMIC_ACQUIRE))
            slots = fresh;
        else if (page != 0)
            bp_arena_give(fresh, BP_TABLE_PAGE * sizeof *fresh);
    }
    raise_end((uint32_t)fd + 1);
    return &slots[(unsigned)fd % BP_TABLE_PAGE];
}

/* A cleared state with one reference; its generation goes on. */
static struct bp_channel_state *take_state(void)
{
    struct bp_channel_state *state = bp_arena_take(sizeof *state);
    if (!state) return NULL;
    uint32_t generation = state->generation;
    memset(state, 0, sizeof *state);
    state->references = 1;
    state->generation = generation + 1;
    return state;
}

struct bp_channel_state *bp_channel_detach(int fd)
{
    if (!bp_channel_at(fd)) return NULL;
    return __atomic_exchange_n(slot_of(fd), NULL, __ATOMIC_ACQ_REL);
}

void bp_channel_release(struct bp_channel_state *state)
{
    if (!state || __atomic_sub_fetch(&state->references, 1, __ATOMIC_ACQ_REL) != 0) return;
    __atomic_add_fetch(&state->generation, 1, __ATOMIC_RELEASE);
    bp_held_drop(state, bp_shared(state));
    bp_watches_drop(state);
    bp_share_leave(state);
    bp_message_drop(state);
    bp_arena_give(state, sizeof *state);
}

int bp_channel_next(unsigned first, unsigned last)
{
    uint32_t known = __atomic_load_n(&known_end, __ATOMIC_ACQUIRE);
    if (known == 0) return -1;
    if (last >= known) last = known - 1;
    while (first <= last) {
        struct bp_channel_state **slots = __atomic_load_n(&bp_channel_pages[first / BP_TABLE_PAGE], __ATOMIC_ACQUIRE);
        unsigned end = (first / BP_TABLE_PAGE + 1) * BP_TABLE_PAGE;
        for (; slots && first < end && first <= last; first++)
            if (__atomic_load_n(&slots[first % BP_TABLE_PAGE], __ATOMIC_RELAXED)) return (int)first;
        first = end;
    }
    return -1;
}

/* Puts a state behind `fd`; returns what was there. */
static struct bp_channel_state *swap(int fd, struct bp_channel_state *state)
{
    struct bp_channel_state **slot = slot_of(fd);
    return slot ? __atomic_exchange_n(slot, state, __ATOMIC_ACQ_REL) : state;
}

/* A file that was opened by its path needs no CHANNEL record: the call's record and the identity say all. */
static bool told(const struct bp_channel_state *state)
{
    return state->kind == BP_CHANNEL_FILE && state->named == bp_channels_image;
}

struct bp_channel_state *bp_channel_meet(int fd)
{
    if (fd < 0 || bp_fd_hidden(fd)) return NULL;
    int error = errno;
    struct bp_channel_state *state = bp_channel_at(fd);
    if (!state) {
        struct bp_channel_state *fresh = take_state(), **slot = slot_of(fd);
        if (fresh) fresh->whole = bp_watch_missed;
        if (fresh && slot && bp_identify(fd, fresh) &&
            __atomic_compare_exchange_n(slot, &state, fresh, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
            state = fresh;
        else
            bp_channel_release(fresh);
    }
    if (state && !__atomic_load_n(&state->id, __ATOMIC_ACQUIRE) && !bp_identify(fd, state)) state = NULL;
    if (state && __atomic_exchange_n(&state->image, bp_channels_image, __ATOMIC_ACQ_REL) != bp_channels_image) {
        /* Calls that other threads had under way at the fork do not exist here. */
        state->streams[BP_RECEIVED].users = state->streams[BP_SENT].users = state->polled = 0;
        if (!told(state)) bp_channel_announce(fd, state);
        state->flags &= (uint16_t)~BP_CHANNEL_OPENED;
    }
    errno = error;
    return state;
}

struct bp_channel_state *bp_channel_opened(int fd, const struct bp_opening *opening)
{
    int error = errno;
    struct bp_channel_state *state = take_state();
    if (state) {
        state->flags = BP_CHANNEL_OPENED;
        state->kind = opening->kind;
        state->role = opening->role;
        state->peer = opening->peer;
        if (opening->path) {
            state->named = bp_channels_image;
        } else {
            state->image = bp_channels_image;
            bp_identify(fd, state);
            bp_channel_announce(fd, state);
            state->flags &= (uint16_t)~BP_CHANNEL_OPENED;
        }
    }
    bp_channel_release(swap(fd, state));
    errno = error;
    return state;
}

void bp_channel_seen(int fd, struct bp_channel_state *state, uint32_t generation, const struct stat *facts)
{
    bool same =
        state && bp_channel_at(fd) == state && __atomic_load_n(&state->generation, __ATOMIC_ACQUIRE) == generation;
    if (same && !state->id) bp_identify_file(state, facts);
}

struct bp_channel_state *bp_channel_share(int from, int to)
{
    struct bp_channel_state *state = bp_channel_at(from);
    if (state) __atomic_add_fetch(&state->references, 1, __ATOMIC_ACQ_REL);
    return swap(to, state);
}

void bp_channel_changed(int fd, uint16_t role)
{
    int error = errno;
    struct bp_channel_state *state = bp_channel_of(fd);
    if (state) {
        if (role != BP_ROLE_UNKNOWN) state->role = role;
        bp_identify_addresses(fd, state);
        bp_channel_announce(fd, state);
    }
    errno = error;
}

void bp_channel_connected(int fd, const struct sockaddr *address, uint32_t length)
{
    int error = errno;
    struct bp_channel_state *state = bp_channel_of(fd);
    if (state) {
        state->role = BP_ROLE_CLIENT;
        bp_identify_addresses(fd, state);
        bp_identify_remote(state, address, length);
        bp_channel_announce(fd, state);
    }
    errno = error;
}

bool bp_memory_borrowed(void)
{
    return bp_self && bp_self->state == BP_SELF_SHARED && !bp_self_owned(bp_self);
}

void bp_channels_forked(void)
{
    bp_channels_image++;
}
