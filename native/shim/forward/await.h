/* SPDX-License-Identifier: MIT */
/*
 * Threads that wait for a connection by poll or select. Bytes that another thread takes from the kernel and holds back
 * would not wake them, so it holds none back while it sees such a thread; a thread that it did not see finds the bytes
 * when it looks, which it does after it has made itself seen.
 */
#ifndef BP_AWAIT_H
#define BP_AWAIT_H

#include <stdint.h>

#include "../channel/channel.h"
#include "../guard/threaded.h"
#include "../record/options.h"
#include "observe.h"

#define BP_NO_MEMORY                                                                                                   \
    65536u /* addresses below are never mapped: only the kernel may find out that it cannot read there */

/* Whether a wait has to be announced. */
static inline bool bp_awaits(const void *memory, bool waits)
{
    return bp_threaded() && waits && bp_options.isolate && (uintptr_t)memory >= BP_NO_MEMORY;
}

/* One thread more, or less, waits for `fd`. */
static inline void bp_await(int fd, bool begins)
{
    struct bp_channel_state *state = bp_channel_at(fd);
    if (!state || !state->framed) return;
    if (begins) {
        __atomic_add_fetch(&state->polled, 1, __ATOMIC_SEQ_CST);
        return;
    }
    /* The number may have become another channel's meanwhile. */
    uint32_t count = __atomic_load_n(&state->polled, __ATOMIC_RELAXED);
    while (count > 0 &&
           !__atomic_compare_exchange_n(&state->polled, &count, count - 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) {
    }
}

#endif
