/* SPDX-License-Identifier: MIT */
/*
 * The time of every record. CLOCK_MONOTONIC costs 22 ns, twice a call, which is most of what a record costs; the
 * counter that the kernel derives it from costs 10. So each thread takes the time from the counter for a millisecond
 * after it has last asked the kernel. Where the kernel itself does not trust the counter, and on other processors, it
 * is asked every time.
 */
#ifndef BP_CLOCK_H
#define BP_CLOCK_H

#include <stdint.h>

struct bp_clock {
    uint64_t ticks; /* of the counter when the kernel was asked ... */
    uint64_t ns;    /* ... and what it said */
    uint64_t scale; /* ns a tick, times 2^32 */
    uint64_t limit; /* ticks until it is asked again; 0: at once */
};

extern __thread struct bp_clock bp_clock;

/* CLOCK_MONOTONIC in ns, from the kernel. */
uint64_t bp_clock_ask(void);

/* The program is about to restrict its system calls: what only they can tell is asked for the last time. From then on
 * the clock makes none, and stands still where the kernel's own needs one. */
void bp_clock_seal(void);

/* CLOCK_MONOTONIC in ns, within 0.1 us; never goes back within a thread. */
static inline uint64_t bp_now(void)
{
#if defined(__x86_64__)
    uint64_t ticks = bp_clock.ticks, passed = __builtin_ia32_rdtsc() - ticks;
    if (__builtin_expect(passed < bp_clock.limit, 1)) {
        uint64_t now = bp_clock.ns + ((passed * bp_clock.scale) >> 32);
        __atomic_signal_fence(__ATOMIC_SEQ_CST);
        /* A handler that asked meanwhile has changed what was read halfway. */
        if (__builtin_expect(ticks == bp_clock.ticks, 1)) return now;
    }
#endif
    return bp_clock_ask();
}

#endif
