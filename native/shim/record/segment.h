/* SPDX-License-Identifier: MIT */
/*
 * The mapped file that a thread appends to. Handlers of signals append too, to whatever the thread has open at that
 * instant; a segment is left only when no claim in it is open, or else stays mapped until the last one is committed.
 */
#ifndef BP_SEGMENT_H
#define BP_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../guard/self.h"
#include "record.h"

/* Opens the thread's next segment with room for a record of `size` bytes; false when the spool refuses. */
bool bp_segment_next(struct bp_self *self, size_t size);

/* Counts a record that had to be dropped. What is recorded next stands behind a LOSS record. */
void bp_segment_lose(struct bp_self *self);

/* Marks the thread's segments CLOSED and gives them up; a later record opens another. */
void bp_segment_close(struct bp_self *self);

/* The same at the end of the process, which unmaps everything itself. */
void bp_segment_end(struct bp_self *self);

/* Lets go of the segments left behind; called when the last claim is committed. */
void bp_segment_release(struct bp_self *self);

/*
 * Around a fork from a handler that interrupted a claim. Segments are no part of a child's memory, but the child too
 * will return into that claim and write its record: so these mappings are lent to it, and blinded there (private memory
 * takes their place) before anything else happens. Lends nothing, 0, when no claim is open.
 */
#define BP_LENT_MAX (BP_RETIRED_MAX + 1)
size_t bp_segment_lend(const struct bp_self *self, struct bp_mapping lent[BP_LENT_MAX]);
void bp_segment_take_back(const struct bp_mapping *lent, size_t count);
void bp_segment_blind(const struct bp_mapping *lent, size_t count);

/* Moves `claimed` from `*expected` to `wanted` unless a handler moved it before; then tells where it is. One
 * instruction, or a loop that the kernel breaks for a handler: no other thread ever writes it, so no bus lock is
 * needed. */
static inline bool bp_claimed_move(uint64_t *claimed, uint64_t *expected, uint64_t wanted)
{
#if defined(__x86_64__)
    bool moved;
    __asm__ volatile("cmpxchgq %3, %1" : "=@ccz"(moved), "+m"(*claimed), "+a"(*expected) : "r"(wanted) : "memory");
    return moved;
#else
    return __atomic_compare_exchange_n(claimed, expected, wanted, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
#endif
}

/* Claims `size` bytes, a multiple of 8, in the open segment and writes the head; NULL when there is no room. */
static inline void *bp_segment_claim(struct bp_self *self, size_t size, enum bp_record_kind kind, uint16_t call)
{
    struct bp_segment *segment;
    uint64_t at;
    do {
        segment = __atomic_load_n(&self->current.segment, __ATOMIC_RELAXED);
        if (!segment) return NULL;
        at = __atomic_load_n(&segment->claimed, __ATOMIC_RELAXED);
        if (at > segment->size || segment->size - at < size || at + size > self->ready) return NULL;
    } while (!bp_claimed_move(&segment->claimed, &at, at + size));
    struct bp_head head = {.size = (uint32_t)size, .kind = (uint8_t)kind, .state = 0, .call = call};
    uint64_t word;
    __builtin_memcpy(&word, &head, sizeof word);
    uint64_t *record = (uint64_t *)((char *)segment + at);
    __atomic_store_n(record, word, __ATOMIC_RELAXED);
    return record;
}

#endif
