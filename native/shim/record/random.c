/* SPDX-License-Identifier: MIT */
#include "random.h"

#include <sys/random.h>
#include <time.h>

#include "../guard/raw.h"

static uint64_t mix(uint64_t value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
}

/* Early in a boot, or where a sandbox refuses getrandom: which thread, when, and where its stack lies. */
static uint64_t mixed(void)
{
    struct timespec now[2] = {{0}};
    clock_gettime(CLOCK_REALTIME, &now[0]);
    clock_gettime(CLOCK_MONOTONIC, &now[1]);
    uint64_t value = mix((uint64_t)bp_raw(SYS_gettid) ^ (uint64_t)(uintptr_t)now);
    for (int i = 0; i < 2; i++)
        value = mix(value ^ mix((uint64_t)now[i].tv_sec * 1000000000u + (uint64_t)now[i].tv_nsec));
    return value;
}

uint64_t bp_random(void)
{
    uint64_t value = 0;
    if (bp_raw(SYS_getrandom, &value, sizeof value, GRND_NONBLOCK) != sizeof value) value = mixed();
    return value ? value : 1;
}
