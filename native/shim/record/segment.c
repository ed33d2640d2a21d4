/* SPDX-License-Identifier: MIT */
#include "segment.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "../guard/apart.h"
#include "../guard/attend.h"
#include "../guard/memory.h"
#include "../guard/raw.h"
#include "../guard/signals.h"
#include "../guard/switch.h"
#include "../guard/threaded.h"
#include "pool.h"
#include "process.h"
#include "quota.h"
#include "spool.h"

#define STEP 16384u            /* bytes of a new segment that get memory at once */
#define CLEAR 16384u           /* bytes of a used one that are cleared at once */
#define RETRY_AFTER 100000000u /* ns between questions to a spool that refused */
#define PATIENCE 2000000000u   /* ns until a full segment is given up although there is no other */

/* Most threads say little: a small segment first, large ones for those that go on. */
static uint64_t size_for(uint32_t number, uint64_t needed)
{
    uint64_t size = bp_quota_usual_size(number);
    uint64_t least = (needed + BP_SEGMENT_MIN - 1) / BP_SEGMENT_MIN * BP_SEGMENT_MIN;
    return size > least ? size : least;
}

/*
 * Bytes that are not there when the mapping is written would kill the program with SIGBUS: here the kernel is asked for
 * them first. Most processes and threads need few.
 */
static bool populate(struct bp_segment *segment, uint64_t from, uint64_t until)
{
    return !bp_raw_failed(bp_raw(SYS_madvise, (char *)segment + from, until - from, MADV_POPULATE_WRITE));
}

static uint64_t next_step(uint64_t ready, uint64_t needed, uint64_t size)
{
    uint64_t until = (needed + STEP - 1) / STEP * STEP, next = ready + (size / 16 > STEP ? size / 16 : STEP);
    if (until < next) until = next;
    return until < size ? until : size;
}

/* Pages that are written again are cleared a step ahead of the records, so that these find them in the cache. */
static uint64_t clear(struct bp_segment *segment, uint64_t ready, uint64_t needed)
{
    uint64_t until = (needed + CLEAR - 1) / CLEAR * CLEAR;
    if (until > segment->stale) until = segment->stale;
    memset((char *)segment + ready, 0, until - ready);
    return until;
}

static bool extend(struct bp_segment *segment, uint64_t *ready, uint64_t size, uint64_t needed)
{
    if (*ready < segment->stale) *ready = clear(segment, *ready, needed);
    if (*ready >= needed) return true;
    uint64_t until = next_step(*ready, needed, size);
    if (!populate(segment, *ready, until)) return false;
    *ready = until;
    return true;
}

/*
 * A populated step holds the lock of the address space while its pages are cleared, and a thread that loses its
 * processor then keeps all others from mapping and unmapping. Where there are others, all memory comes with the file,
 * and its pages by faults, which Linux serves without that lock since 6.4.
 */
static bool by_steps(uint64_t size)
{
    return size == BP_SEGMENT_MIN || !bp_threaded();
}

static bool map_file(struct bp_mapping *next, uint64_t *ready, int fd, uint64_t needed)
{
    next->segment = bp_map(next->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    if (!next->segment) return false;
    bp_raw(SYS_madvise, next->segment, next->size, MADV_DONTFORK);
    *ready = next_step(0, needed, next->size);
    if (by_steps(next->size) && populate(next->segment, 0, *ready)) return true;
    *ready = next->size;
    if (!bp_raw_failed(bp_spool_allocate(fd, next->size))) return true; /* a kernel before 5.14 cannot populate */
    bp_unmap(next->segment, next->size);
    return false;
}

struct opening {
    uint64_t stream;
    uint32_t number;
    uint64_t needed;
    uint64_t ready; /* how much of it can be written at once, at least `needed` */
    struct bp_mapping mapping;
};

static long make(void *memory)
{
    struct opening *opening = memory;
    int fd = bp_spool_segment(opening->stream, opening->number, opening->mapping.size);
    if (fd < 0) return fd;
    bool mapped = map_file(&opening->mapping, &opening->ready, fd, opening->needed);
    bp_raw(SYS_close, fd);
    if (mapped) return 0;
    bp_spool_remove(opening->stream, opening->number);
    return -ENOMEM;
}

static struct bp_mapping map(const struct bp_self *self, uint64_t size, uint64_t needed, uint64_t *ready)
{
    struct bp_mapping none = {NULL, 0}, used = bp_pool_take(self->stream, self->number, size, ready);
    if (used.segment && (*ready >= needed || extend(used.segment, ready, size, needed))) return used;
    if (used.segment) bp_unmap(used.segment, size);
    struct opening opening = {.stream = self->stream, .number = self->number, .needed = needed, .mapping.size = size};
    if (bp_apart(make, &opening) < 0) return none;
    *ready = opening.ready;
    return opening.mapping;
}

/* The magic comes last: a file without it is not a segment yet. */
static void fill_header(struct bp_segment *segment, const struct bp_self *self, uint64_t size)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    segment->monotonic = bp_now();
    segment->realtime = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    segment->version = BP_WIRE_VERSION;
    segment->header_size = sizeof *segment;
    segment->size = (uint32_t)size;
    segment->stream = self->stream;
    segment->number = self->number;
    segment->claimed = sizeof *segment;
    segment->lost = self->lost;
    segment->tid = self->tid;
    bp_process_describe(segment);
    uint64_t magic;
    memcpy(&magic, BP_SEGMENT_MAGIC, sizeof magic);
    __atomic_store_n((uint64_t *)(void *)segment, magic, __ATOMIC_RELEASE);
}

static void finish(struct bp_mapping *mapping)
{
    if (!mapping->segment) return;
    if (!bp_pool_keep(*mapping)) {
        __atomic_store_n(&mapping->segment->state, BP_SEGMENT_CLOSED, __ATOMIC_RELEASE);
        bp_unmap(mapping->segment, mapping->size);
    }
    *mapping = (struct bp_mapping){NULL, 0};
}

static void finish_past(struct bp_self *self)
{
    while (self->retired > 0)
        finish(&self->past[--self->retired]);
}

/* A claim that a handler interrupted before it moved `claimed` must fail, and try again in the segment that follows. */
static void seal(struct bp_segment *segment, uint64_t ready)
{
    uint64_t at = segment->claimed, until = at + sizeof(struct bp_head);
    if (until > segment->size) return;
    if (at >= ready && at < segment->stale) memset((char *)segment + at, 0, sizeof(struct bp_head));
    segment->claimed = until;
}

/*
 * Claims were open while segment after segment was filled: a handler that never returns (or jumped away, and its claims
 * will never be committed). Should one of them be committed all the same, it finds private memory.
 */
static void abandon(struct bp_self *self)
{
    struct bp_mapping all[BP_LENT_MAX];
    size_t count = bp_segment_lend(self, all);
    for (size_t i = 0; i < count; i++)
        __atomic_store_n(&all[i].segment->state, BP_SEGMENT_CLOSED, __ATOMIC_RELEASE);
    bp_segment_blind(all, count);
    self->retired = 0;
    self->claims = 1;
}

static void leave_current(struct bp_self *self)
{
    if (!self->current.segment) return;
    if (self->claims <= 1) {
        finish_past(self);
        finish(&self->current);
        return;
    }
    seal(self->current.segment, self->ready);
    if (self->retired == BP_RETIRED_MAX)
        abandon(self);
    else
        self->past[self->retired++] = self->current;
}

static void write_loss(struct bp_self *self)
{
    struct bp_loss *loss = self->gap ? bp_segment_claim(self, sizeof *loss, BP_RECORD_LOSS, 0) : NULL;
    if (!loss) return;
    loss->time = bp_now();
    loss->count = self->gap;
    self->gap = 0;
    __atomic_store_n(&loss->head.state, 1, __ATOMIC_RELEASE);
}

static bool open_next(struct bp_self *self, uint64_t size)
{
    uint64_t needed = sizeof(struct bp_segment) + bp_birth_size(self) + sizeof(struct bp_loss) + size;
    uint64_t bytes = size_for(self->number, needed), ready;
    struct bp_mapping next = map(self, bytes, needed, &ready);
    if (!next.segment) return false;
    fill_header(next.segment, self, bytes);
    leave_current(self);
    self->current = next;
    self->ready = ready;
    if (self->number == 0) bp_birth_write(self);
    self->number++;
    write_loss(self);
    return true;
}

/* Whether there is room in the thread's segment, or can be made. */
static bool make_room(struct bp_self *self, uint64_t size)
{
    struct bp_segment *segment = self->current.segment;
    uint64_t needed = segment ? segment->claimed + size + (self->gap ? sizeof(struct bp_loss) : 0) : 0;
    if (!segment || needed > segment->size) return false;
    if (needed > self->ready && !extend(segment, &self->ready, segment->size, needed)) return false;
    write_loss(self);
    return true;
}

/* A smaller record may not stand where a larger one is missing, before the LOSS record. */
static void give_up_rest(struct bp_self *self)
{
    const struct bp_segment *segment = self->current.segment;
    struct bp_head *rest = NULL;
    while (!rest && segment->claimed + sizeof *rest <= self->ready)
        rest = bp_segment_claim(self, self->ready - segment->claimed, 0, 0);
    if (rest) __atomic_store_n(&rest->state, 1, __ATOMIC_RELEASE);
}

void bp_segment_lose(struct bp_self *self)
{
    self->gap++;
    if (!self->current.segment) {
        bp_switch_count_unrecorded();
        return;
    }
    self->lost++;
    self->current.segment->lost = self->lost;
    give_up_rest(self);
}

/*
 * A full segment stays open for a while, so that what is lost is counted in it, in its program's name. But where many
 * threads wait, all there is room for may be what they have open: so it is given up.
 */
static void wait_for_room(struct bp_self *self, uint64_t now)
{
    self->retry = now + RETRY_AFTER;
    if (self->refused == 0) self->refused = now;
    if (now - self->refused < PATIENCE) return;
    leave_current(self);
    self->current = (struct bp_mapping){NULL, 0};
}

bool bp_segment_next(struct bp_self *self, size_t size)
{
    uint64_t now = bp_now();
    if (now < self->retry) return false;
    uint64_t signals = bp_signals_block();
    bool opened = make_room(self, size) || open_next(self, size);
    if (opened)
        self->refused = 0;
    else
        wait_for_room(self, now);
    bp_attend(now);
    bp_signals_restore(signals);
    return opened;
}

void bp_segment_release(struct bp_self *self)
{
    uint64_t signals = bp_signals_block();
    if (self->claims == 0) finish_past(self);
    bp_signals_restore(signals);
}

void bp_segment_end(struct bp_self *self)
{
    uint64_t signals = bp_signals_block();
    if (self->claims == 0) {
        finish_past(self);
        if (self->current.segment) __atomic_store_n(&self->current.segment->state, BP_SEGMENT_CLOSED, __ATOMIC_RELEASE);
        self->current = (struct bp_mapping){NULL, 0};
    }
    bp_signals_restore(signals);
}

void bp_segment_close(struct bp_self *self)
{
    uint64_t signals = bp_signals_block();
    if (self->claims == 0) {
        finish_past(self);
        finish(&self->current);
    }
    bp_signals_restore(signals);
}

size_t bp_segment_lend(const struct bp_self *self, struct bp_mapping lent[BP_LENT_MAX])
{
    size_t count = 0;
    if (self->claims == 0) return 0;
    for (uint32_t i = 0; i < self->retired; i++)
        lent[count++] = self->past[i];
    if (self->current.segment) lent[count++] = self->current;
    for (size_t i = 0; i < count; i++)
        bp_raw(SYS_madvise, lent[i].segment, lent[i].size, MADV_DOFORK);
    return count;
}

void bp_segment_take_back(const struct bp_mapping *lent, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bp_raw(SYS_madvise, lent[i].segment, lent[i].size, MADV_DONTFORK);
}

void bp_segment_blind(const struct bp_mapping *lent, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bp_raw(SYS_mmap, lent[i].segment, lent[i].size, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
}
