/* SPDX-License-Identifier: MIT */
#include "self.h"

#include <pthread.h>
#include <string.h>

#include "../record/random.h"
#include "../record/record.h"
#include "../record/segment.h"
#include "image.h"
#include "memory.h"
#include "raw.h"
#include "seal.h"
#include "signals.h"
#include "switch.h"

__thread struct bp_self *bp_self;
__thread uint64_t bp_last_stream;

static pthread_key_t endings;
static bool watching;

/* Room for the threads of most programs, mapped at once and used again and again. */
#define CROWD 64
static struct bp_self *crowd;

static struct bp_self *map(size_t count)
{
    struct bp_self *room = bp_map_private(count * sizeof *room);
    if (room) bp_raw(SYS_madvise, room, count * sizeof *room, MADV_WIPEONFORK);
    return room;
}

static struct bp_self *crowd_of_process(void)
{
    struct bp_self *known = __atomic_load_n(&crowd, __ATOMIC_ACQUIRE);
    if (known) return known;
    struct bp_self *room = map(CROWD);
    if (!room || __atomic_compare_exchange_n(&crowd, &known, room, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return room;
    bp_unmap(room, CROWD * sizeof *room);
    return known;
}

struct bp_self *bp_self_new(void)
{
    struct bp_self *all = crowd_of_process();
    for (int i = 0; all && i < CROWD; i++) {
        uint32_t nobody = 0;
        if (!__atomic_load_n(&all[i].taken, __ATOMIC_RELAXED) &&
            __atomic_compare_exchange_n(&all[i].taken, &nobody, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
            return &all[i];
    }
    return map(1);
}

void bp_self_free(struct bp_self *self)
{
    const struct bp_self *all = crowd;
    if (self < all || self >= all + CROWD) {
        bp_unmap(self, sizeof *self);
        return;
    }
    memset(self, 0, offsetof(struct bp_self, taken));
    __atomic_store_n(&self->taken, 0, __ATOMIC_RELEASE);
}

bool bp_self_owned(const struct bp_self *self)
{
    return (uint32_t)bp_raw(SYS_gettid) == self->tid;
}

void bp_self_begin(struct bp_self *self, bool root)
{
    __atomic_store_n(&self->taken, 1, __ATOMIC_RELAXED); /* a forked child finds its memory wiped */
    self->tid = (uint32_t)bp_raw(SYS_gettid);
    self->stream = bp_random();
    self->root = root;
    self->born = bp_now();
    bp_last_stream = self->stream;
    bp_self = self;
    if (watching) pthread_setspecific(endings, self);
    __atomic_store_n(&self->state, BP_SELF_READY, __ATOMIC_RELAXED);
}

static bool count_loss(struct bp_self *self)
{
    if (self)
        bp_segment_lose(self);
    else
        bp_switch_count_unrecorded();
    return false;
}

bool bp_self_enter(void)
{
    struct bp_self *self = bp_self;
    if (bp_switched_off()) return bp_sealed ? count_loss(self) : false;
    if (self && self->state == BP_SELF_SHARED) return bp_self_owned(self);
    if (!bp_image_enter()) return false;
    if (bp_self && bp_self->state == BP_SELF_READY) return true;
    uint64_t signals = bp_signals_block();
    self = bp_self ? bp_self : bp_self_new();
    if (self && self->state == BP_SELF_BLANK) bp_self_begin(self, false);
    bp_signals_restore(signals);
    return self != NULL;
}

/* Other libraries' destructors may still make calls, so the stream is closed in the last round of them. */
static void end(void *value)
{
    struct bp_self *self = value;
    if (self != bp_self || self->state != BP_SELF_READY) return;
    if (bp_sealed) return;
    if (++self->endings < BP_ENDINGS_MAX) {
        pthread_setspecific(endings, self);
        return;
    }
    self->claims = 0; /* none can be open: of one that was, the thread was cancelled in the midst */
    bp_record_cost();
    uint64_t signals = bp_signals_block();
    bp_segment_close(self);
    bp_self = NULL;
    bp_self_free(self);
    bp_signals_restore(signals);
}

void bp_self_watch_endings(void)
{
    if (!watching) watching = pthread_key_create(&endings, end) == 0;
}
