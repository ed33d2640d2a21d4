/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "../guard/raw.h"
#include "../guard/seal.h"

#define WINDOW_NS 1000000u   /* how long a thread goes without asking */
#define BASELINE_NS 2000000u /* how far apart two samples must be to tell the counter's rate */
#define SAMPLE_NS 100u       /* a sample that took longer was interrupted */
#define SAMPLE_ATTEMPTS 3

__thread struct bp_clock bp_clock;

static uint64_t ask(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

#if defined(__x86_64__)

enum trust { UNKNOWN, TRUSTED, UNTRUSTED };

static uint32_t trust;
static uint64_t sealed_at; /* ns */
/* The image's first sample; the rate is told from it and the latest. */
static struct bp_clock first;
static uint32_t first_state; /* 0 none, 1 being written, 2 there */

/* The kernel has found the counters of all processors equal and constant where it uses them itself. */
static bool trusted(void)
{
    uint32_t known = __atomic_load_n(&trust, __ATOMIC_RELAXED);
    if (known == UNKNOWN) {
        char name[8] = "";
        long fd = bp_raw(SYS_openat, AT_FDCWD, "/sys/devices/system/clocksource/clocksource0/current_clocksource",
                         O_RDONLY | O_CLOEXEC);
        if (!bp_raw_failed(fd)) {
            bp_raw(SYS_read, fd, name, sizeof name - 1);
            bp_raw(SYS_close, fd);
        }
        known = strcmp(name, "tsc\n") == 0 ? TRUSTED : UNTRUSTED;
        __atomic_store_n(&trust, known, __ATOMIC_RELAXED);
    }
    return known == TRUSTED;
}

/* Counter and clock at one moment; false when something came between every time. */
static bool sample(struct bp_clock *now)
{
    for (int i = 0; i < SAMPLE_ATTEMPTS; i++) {
        uint64_t before = __builtin_ia32_rdtsc();
        now->ns = ask();
        uint64_t after = __builtin_ia32_rdtsc();
        now->ticks = before + (after - before) / 2;
        /* Counters run at 1 to 5 GHz: in ticks the limit is a generous one. */
        if (after - before < 4 * SAMPLE_NS) return true;
    }
    return false;
}

/* Whether there is a first sample; makes `now` it where there is none. */
static bool known_first(const struct bp_clock *now)
{
    uint32_t state = 0;
    if (__atomic_compare_exchange_n(&first_state, &state, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE)) {
        first = *now;
        __atomic_store_n(&first_state, 2, __ATOMIC_RELEASE);
    }
    return state == 2;
}

/* What the thread has told last must not lie after what it tells next. */
static uint64_t not_before(const struct bp_clock *last, uint64_t ticks, uint64_t ns)
{
    uint64_t passed = ticks - last->ticks;
    if (!last->limit || passed > 2 * last->limit) return ns;
    uint64_t told = last->ns + ((passed * last->scale) >> 32);
    return told > ns && told - ns < WINDOW_NS ? told : ns;
}

void bp_clock_seal(void)
{
    trusted();
    sealed_at = ask();
}

uint64_t bp_clock_ask(void)
{
    struct bp_clock now;
    /* Where the kernel trusts the counter, libc reads its clock without a system call. */
    if (__builtin_expect(bp_sealed, 0)) return trust == TRUSTED ? ask() : sealed_at;
    if (__atomic_load_n(&trust, __ATOMIC_RELAXED) == UNTRUSTED || !sample(&now)) return ask();
    if (!known_first(&now)) return now.ns;
    uint64_t ns = now.ns - first.ns, ticks = now.ticks - first.ticks;
    if (now.ns < first.ns + BASELINE_NS || now.ticks <= first.ticks) return now.ns;
    /* Asked only now: what ends sooner never needs to know. */
    if (!trusted()) return now.ns;
    double rate = (double)ns / (double)ticks;
    now.ns = not_before(&bp_clock, now.ticks, now.ns);
    now.scale = (uint64_t)(rate * 4294967296.0);
    now.limit = (uint64_t)(WINDOW_NS / rate);
    bp_clock.limit = 0; /* a handler that comes in between asks for itself */
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    bp_clock.ticks = now.ticks;
    bp_clock.ns = now.ns;
    bp_clock.scale = now.scale;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    bp_clock.limit = now.limit;
    return now.ns;
}

#else

void bp_clock_seal(void) {}

uint64_t bp_clock_ask(void)
{
    return ask();
}

#endif
