/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <string.h>

#include "../guard/memory.h"
#include "quota.h"
#include "spool.h"

#define SHELF 32
#define PAGE 4096u     /* the smallest there is */
#define STALE_AFTER 64 /* segments that found no room */

/* First segments, which threads leave when they end, and the large ones of threads that go on. */
static struct bp_segment *shelves[2][SHELF];

static struct bp_segment **shelf_for(uint64_t size)
{
    return size == bp_quota_usual_size(0) ? shelves[0] : size == bp_quota_usual_size(2) ? shelves[1] : NULL;
}

/* Whoever takes an entry off looks at it alone: nobody unmaps what another thread reads. */
static struct bp_segment *lift(struct bp_segment **place)
{
    if (!__atomic_load_n(place, __ATOMIC_RELAXED)) return NULL;
    return __atomic_exchange_n(place, NULL, __ATOMIC_ACQ_REL);
}

static bool put(struct bp_segment **place, struct bp_segment *segment)
{
    struct bp_segment *none = NULL;
    return __atomic_compare_exchange_n(place, &none, segment, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

static uint32_t reuse_of(const struct bp_segment *segment)
{
    return __atomic_load_n(&segment->reuse, __ATOMIC_ACQUIRE);
}

/* What somebody removed by hand is never given back, and would fill the shelf for ever. */
static void make_room(struct bp_segment **shelf, uint64_t size)
{
    static uint32_t refused;
    uint32_t count = __atomic_add_fetch(&refused, 1, __ATOMIC_RELAXED);
    struct bp_segment *stale = count % STALE_AFTER ? NULL : lift(&shelf[count / STALE_AFTER % SHELF]);
    if (stale) bp_unmap(stale, size);
}

bool bp_pool_keep(struct bp_mapping mapping)
{
    struct bp_segment **shelf = shelf_for(mapping.size);
    if (!shelf) return false;
    __atomic_store_n(&mapping.segment->reuse, BP_REUSE_KEPT, __ATOMIC_RELAXED);
    __atomic_store_n(&mapping.segment->state, BP_SEGMENT_CLOSED, __ATOMIC_RELEASE);
    for (int i = 0; i < SHELF; i++)
        if (put(&shelf[i], mapping.segment)) return true;
    make_room(shelf, mapping.size);
    return false;
}

/* In whole pages, whose rest is zero. */
static uint32_t used_of(const struct bp_segment *segment, uint64_t size)
{
    uint64_t claimed = segment->claimed, stale = segment->stale, used = claimed > stale ? claimed : stale;
    return (uint32_t)(used < size ? (used + PAGE - 1) / PAGE * PAGE : size);
}

/*
 * Only who renames the file may write in it: the forwarder removes what nobody wanted by the old name, and of the two
 * one comes first. The magic goes before all else, and the new name finds an empty header, as if the file had just been
 * made.
 */
static bool renew(struct bp_segment *segment, uint64_t size, uint64_t stream, uint32_t number)
{
    uint64_t old_stream = segment->stream;
    uint32_t old_number = segment->number, used = used_of(segment, size);
    __atomic_store_n((uint64_t *)(void *)segment, 0, __ATOMIC_RELEASE);
    memset((char *)segment + sizeof segment->magic, 0, sizeof *segment - sizeof segment->magic);
    segment->stale = used;
    return bp_spool_rename(old_stream, old_number, stream, number);
}

struct bp_mapping bp_pool_take(uint64_t stream, uint32_t number, uint64_t size, uint64_t *ready)
{
    struct bp_segment **shelf = shelf_for(size);
    for (int i = 0; shelf && i < SHELF; i++) {
        struct bp_segment *segment = lift(&shelf[i]);
        if (!segment) continue;
        uint32_t reuse = reuse_of(segment);
        *ready = sizeof *segment;
        if (reuse == BP_REUSE_FREE && renew(segment, size, stream, number)) return (struct bp_mapping){segment, size};
        if (reuse != BP_REUSE_KEPT || !put(&shelf[i], segment)) bp_unmap(segment, size);
    }
    return (struct bp_mapping){NULL, 0};
}

void bp_pool_forked(void)
{
    memset(shelves, 0, sizeof shelves);
}
