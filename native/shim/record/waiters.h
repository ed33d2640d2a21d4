/* SPDX-License-Identifier: MIT */
/*
 * Who waits on which condition variable or semaphore. Programs signal far more often than anybody waits (an interpreter
 * does at every system call), and a signal that nobody waits for hands nothing over: so only those are recorded that
 * may have woken somebody. Objects share counters by hash, and a wait that ends by cancellation or a jump stays
 * counted: both record more than needed, never less.
 */
#ifndef BP_WAITERS_H
#define BP_WAITERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Around a wait that may sleep. */
void bp_waiters_enter(const void *object);
void bp_waiters_leave(const void *object);

/* The object lies in memory shared with other processes: those that this one forks count together with it. */
void bp_waiters_share(const void *object);

#define BP_WAITERS_BITS 10u
#define BP_WAITERS_SLOTS (1u << BP_WAITERS_BITS)

/* Lower half: waits under way. Upper half: waits begun. */
struct bp_waiters {
    uint64_t slots[BP_WAITERS_SLOTS];
};

extern struct bp_waiters *bp_waiters_own; /* a forked child finds it zeroed: its parent's threads do not wait there */
extern struct bp_waiters *bp_waiters_shared; /* a forked child goes on with it */
extern uint64_t bp_waiters_sharing[BP_WAITERS_SLOTS / 64];

static inline size_t bp_waiters_slot(const void *object)
{
    return ((uintptr_t)object >> 3) * 0x9e3779b97f4a7c15u >> (64 - BP_WAITERS_BITS);
}

static inline uint64_t *bp_waiters_counter(const void *object)
{
    size_t slot = bp_waiters_slot(object);
    bool sharing = __atomic_load_n(&bp_waiters_sharing[slot / 64], __ATOMIC_RELAXED) >> (slot % 64) & 1;
    return &__atomic_load_n(sharing ? &bp_waiters_shared : &bp_waiters_own, __ATOMIC_ACQUIRE)->slots[slot];
}

/* Read before and after a signal: it may have woken somebody when anybody waited before or began to meanwhile. */
static inline uint64_t bp_waiters_of(const void *object)
{
    return __atomic_load_n(bp_waiters_counter(object), __ATOMIC_SEQ_CST);
}

static inline bool bp_waiters_woken(uint64_t before, uint64_t after)
{
    return (uint32_t)before > 0 || before != after;
}

#endif
