/* SPDX-License-Identifier: MIT */
#include "attend.h"

#include <stdbool.h>
#include <stddef.h>

#include "../record/clock.h"
#include "apart.h"
#include "forwarder.h"
#include "switch.h"

#define USUAL_PAUSE 5000000000u     /* ns */
#define LONGEST_PAUSE 300000000000u /* ns, where forwarders end at once: a setting may be wrong */

static uint64_t due, interval;

static void see_to_it(uint64_t now)
{
    bool runs = bp_forwarder_start();
    interval = runs || interval == 0 ? USUAL_PAUSE : interval * 2 < LONGEST_PAUSE ? interval * 2 : LONGEST_PAUSE;
    __atomic_store_n(&due, now + interval, __ATOMIC_RELEASE);
}

void bp_attend_soon(void)
{
    if (__atomic_load_n(&due, __ATOMIC_ACQUIRE) > 0) __atomic_store_n(&due, 1, __ATOMIC_RELEASE);
}

void bp_attend_first(void)
{
    interval = 0;
    see_to_it(bp_now());
}

static long follow_switch(void *unused)
{
    (void)unused;
    bp_switch_open();
    return 0;
}

/* Of several threads one takes it on; before the image has begun there is nothing to see to. */
void bp_attend(uint64_t now)
{
    uint64_t expected = __atomic_load_n(&due, __ATOMIC_ACQUIRE);
    if (now < expected || expected == 0) return;
    if (!__atomic_compare_exchange_n(&due, &expected, now + USUAL_PAUSE, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        return;
    bp_apart(follow_switch, NULL);
    see_to_it(now);
}
