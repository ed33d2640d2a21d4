/* SPDX-License-Identifier: MIT */
/* The slow paths run with every signal blocked, so that no handler finds them half done or jumps out of them. */
#ifndef BP_SIGNALS_H
#define BP_SIGNALS_H

#include <signal.h>
#include <stdint.h>

#include "raw.h"

static inline uint64_t bp_signals_block(void)
{
    uint64_t all = ~0ull, before = 0;
    bp_raw(SYS_rt_sigprocmask, SIG_SETMASK, &all, &before, sizeof all);
    return before;
}

static inline void bp_signals_restore(uint64_t before)
{
    bp_raw(SYS_rt_sigprocmask, SIG_SETMASK, &before, 0, sizeof before);
}

#endif
