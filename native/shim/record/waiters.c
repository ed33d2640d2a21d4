/* SPDX-License-Identifier: MIT */
#include "waiters.h"

#include "../guard/memory.h"

#define BEGUN (1ull << 32)

static struct bp_waiters none; /* never written */
struct bp_waiters *bp_waiters_own = &none, *bp_waiters_shared = &none;
uint64_t bp_waiters_sharing[BP_WAITERS_SLOTS / 64];

static bool make(struct bp_waiters **place, int sharing)
{
    struct bp_waiters *known = __atomic_load_n(place, __ATOMIC_ACQUIRE);
    if (known != &none) return true;
    struct bp_waiters *room = bp_map(sizeof *room, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1);
    if (!room) return false;
    if (sharing == MAP_PRIVATE) bp_raw(SYS_madvise, room, sizeof *room, MADV_WIPEONFORK);
    if (!__atomic_compare_exchange_n(place, &known, room, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        bp_unmap(room, sizeof *room);
    return true;
}

void bp_waiters_enter(const void *object)
{
    if (make(&bp_waiters_own, MAP_PRIVATE)) __atomic_fetch_add(bp_waiters_counter(object), BEGUN + 1, __ATOMIC_SEQ_CST);
}

/* A child that a handler forked in the midst of a wait finds it over already. */
void bp_waiters_leave(const void *object)
{
    uint64_t *counter = bp_waiters_counter(object), known = __atomic_load_n(counter, __ATOMIC_RELAXED);
    while ((uint32_t)known > 0)
        if (__atomic_compare_exchange_n(counter, &known, known - 1, true, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)) return;
}

void bp_waiters_share(const void *object)
{
    size_t slot = bp_waiters_slot(object);
    if (!make(&bp_waiters_shared, MAP_SHARED)) return;
    uint64_t bit = 1ull << (slot % 64);
    uint64_t before = __atomic_fetch_or(&bp_waiters_sharing[slot / 64], bit, __ATOMIC_ACQ_REL);
    /* Who waits on another object with this counter is looked for in the shared one from now on. */
    uint64_t waiting = (uint32_t)__atomic_load_n(&bp_waiters_own->slots[slot], __ATOMIC_ACQUIRE);
    if (!(before & bit)) __atomic_fetch_add(&bp_waiters_shared->slots[slot], waiting, __ATOMIC_RELEASE);
}
