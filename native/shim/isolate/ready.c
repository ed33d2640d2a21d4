/* SPDX-License-Identifier: MIT */
#include "ready.h"

#include "../guard/memory.h"

#define TABLE_BITS 17u
#define PLACES 16u /* behind each other, where an entry may stand */

/* Written by one thread at a time, and looked at by others meanwhile: who sees anything new finds `turn` odd or
 * changed.
 */
struct entry {
    uint64_t set;     /* channel ids */
    uint64_t channel; /* what the descriptor was then */
    uint64_t data;
    int fd;
    uint32_t turn; /* 0: never used, as is all behind it */
};

static struct entry *table;
static bool missed;

static struct entry *entries(void)
{
    size_t size = ((size_t)1 << TABLE_BITS) * sizeof(struct entry);
    struct entry *known = __atomic_load_n(&table, __ATOMIC_ACQUIRE), *room = known ? NULL : bp_map_private(size);
    if (!room || __atomic_compare_exchange_n(&table, &known, room, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return known ? known : room;
    bp_unmap(room, size);
    return known;
}

static struct entry *place(struct entry *all, uint64_t set, uint64_t data, uint32_t number)
{
    uint64_t hash = (data ^ set * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
    return &all[((hash >> (64 - TABLE_BITS)) + number) & ((1u << TABLE_BITS) - 1)];
}

/* False while somebody writes it. */
static bool look(const struct entry *at, struct entry *seen)
{
    uint32_t turn = __atomic_load_n(&at->turn, __ATOMIC_ACQUIRE);
    *seen = (struct entry){.set = __atomic_load_n(&at->set, __ATOMIC_ACQUIRE),
                           .channel = __atomic_load_n(&at->channel, __ATOMIC_ACQUIRE),
                           .data = __atomic_load_n(&at->data, __ATOMIC_ACQUIRE),
                           .fd = __atomic_load_n(&at->fd, __ATOMIC_ACQUIRE),
                           .turn = turn};
    return turn % 2 == 0 && __atomic_load_n(&at->turn, __ATOMIC_RELAXED) == turn;
}

static bool fill(struct entry *at, uint32_t turn, const struct entry *wanted)
{
    if (!__atomic_compare_exchange_n(&at->turn, &turn, turn + 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        return false;
    __atomic_store_n(&at->set, wanted->set, __ATOMIC_RELEASE);
    __atomic_store_n(&at->channel, wanted->channel, __ATOMIC_RELEASE);
    __atomic_store_n(&at->data, wanted->data, __ATOMIC_RELEASE);
    __atomic_store_n(&at->fd, wanted->fd, __ATOMIC_RELEASE);
    __atomic_store_n(&at->turn, turn + 2, __ATOMIC_RELEASE);
    return true;
}

/* Whether the descriptor is still the one that was added; closing takes it out of every set. */
static bool stands(const struct entry *entry)
{
    const struct bp_channel_state *state = bp_channel_at(entry->fd);
    return state && state->id == entry->channel;
}

static bool add(struct entry *all, const struct entry *wanted)
{
    struct entry *room = NULL, seen;
    uint32_t turn = 0;
    for (uint32_t i = 0; i < PLACES; i++) {
        struct entry *at = place(all, wanted->set, wanted->data, i);
        if (!look(at, &seen)) return false;
        bool there = seen.turn > 0 && stands(&seen);
        if (there && seen.set == wanted->set && seen.data == wanted->data)
            return seen.fd == wanted->fd && seen.channel == wanted->channel;
        if (!room && !there) {
            room = at;
            turn = seen.turn;
        }
        if (seen.turn == 0) break;
    }
    return room && fill(room, turn, wanted);
}

void bp_ready_added(struct bp_channel_state *set, int fd, const struct bp_channel_state *state, uint64_t data)
{
    struct entry *all = set->unsure || missed ? NULL : entries();
    struct entry wanted = {.set = set->id, .channel = state->id, .data = data, .fd = fd};
    if (!all || !add(all, &wanted)) __atomic_store_n(&set->unsure, true, __ATOMIC_RELAXED);
}

void bp_ready_missed(void)
{
    __atomic_store_n(&missed, true, __ATOMIC_RELAXED);
}

int bp_ready_with(const struct bp_channel_state *set, uint64_t data)
{
    struct entry *all = __atomic_load_n(&table, __ATOMIC_ACQUIRE), seen;
    if (!all || !set || set->unsure || missed) return -1;
    for (uint32_t i = 0; i < PLACES; i++) {
        if (!look(place(all, set->id, data, i), &seen) || seen.turn == 0) return -1;
        if (seen.set == set->id && seen.data == data && stands(&seen)) return seen.fd;
    }
    return -1;
}
