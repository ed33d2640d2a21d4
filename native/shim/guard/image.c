/* SPDX-License-Identifier: MIT */
#include "image.h"

#include <errno.h>
#include <stddef.h>

#include "../channel/channel.h"
#include "../isolate/handover.h"
#include "../record/pool.h"
#include "../record/process.h"
#include "../record/random.h"
#include "../record/segment.h"
#include "../record/spool.h"
#include "apart.h"
#include "attend.h"
#include "memory.h"
#include "raw.h"
#include "real.h"
#include "self.h"
#include "settings.h"
#include "signals.h"
#include "switch.h"

/* In memory that a forked child finds zeroed. */
struct image {
    uint64_t id;
    uint32_t busy;
    bool usable;
};

static struct image *image;
static uint64_t last_image; /* in ordinary memory: what a forked child descends from */
static __thread uint64_t expected, asked;

static struct image *image_page(void)
{
    struct image *page = __atomic_load_n(&image, __ATOMIC_ACQUIRE);
    if (page) return page;
    struct image *room = bp_map_private(sizeof *room);
    if (!room) return NULL;
    bp_raw(SYS_madvise, room, sizeof *room, MADV_WIPEONFORK);
    if (__atomic_compare_exchange_n(&image, &page, room, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) return room;
    bp_unmap(room, sizeof *room);
    return page;
}

/* The stream that begins the image, with its PROCESS record. */
static bool begin_stream(void)
{
    struct bp_self *self = bp_self ? bp_self : bp_self_new();
    if (!self) return false;
    bp_self_begin(self, true);
    bp_segment_next(self, 0);
    return true;
}

/* A program may be executed with every descriptor taken that it can have. */
static long look_around(void *birth)
{
    bp_process_learn(last_image, birth);
    struct bp_spool spool = bp_spool_enter();
    bp_spool_leave(spool);
    if (spool.folder == -EMFILE) return -EMFILE; /* whatever else is wrong with it may pass */
    bp_switch_open();
    return 0;
}

static bool begin(void)
{
    struct bp_birth birth = {.image = last_image, .stream = bp_last_stream, .token = expected, .asked = asked};
    if (birth.image == 0) {
        bp_settings_read();
        bp_self_watch_endings();
    } else {
        bp_channels_forked();
        bp_pool_forked();
    }
    last_image = bp_random();
    if (bp_apart(look_around, &birth) < 0) return false;
    bool begun = begin_stream();
    bp_attend_first();
    return begun;
}

bool bp_image_enter(void)
{
    struct image *page = image_page();
    if (!page) return false;
    if (__atomic_load_n(&page->id, __ATOMIC_ACQUIRE)) return page->usable;
    uint64_t signals = bp_signals_block();
    if (!__atomic_exchange_n(&page->busy, 1, __ATOMIC_ACQ_REL)) {
        page->usable = begin();
        __atomic_store_n(&page->id, last_image, __ATOMIC_RELEASE);
    }
    bp_signals_restore(signals);
    return __atomic_load_n(&page->id, __ATOMIC_ACQUIRE) && page->usable;
}

void bp_image_expect(uint64_t token)
{
    expected = token;
    if (token) asked = bp_boot_time();
}

void bp_image_forked(uint64_t parent)
{
    /* Kernels before 4.14 do not wipe. */
    if (image && image->id == parent) *image = (struct image){0};
    if (bp_self && !bp_image_id()) *bp_self = (struct bp_self){0};
    bp_image_enter();
    expected = 0;
}

uint64_t bp_image_id(void)
{
    return image ? image->id : 0;
}

uint64_t bp_birth_token(void)
{
    static uint64_t births;
    uint64_t token = (last_image ^ __atomic_add_fetch(&births, 1, __ATOMIC_RELAXED)) * 0x9e3779b97f4a7c15u;
    return token ? token : 1;
}

static __attribute__((constructor(101))) void begin_early(void)
{
    bp_resolve();
    if (bp_image_enter()) bp_take_over_exec();
}
