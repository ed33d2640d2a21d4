/* SPDX-License-Identifier: MIT */
/* The records' time stays beside the kernel's and never goes back. */
#include <pthread.h>
#include <time.h>

#include "unit.h"

#define FOR_NS 30000000u
#define OFF_NS 1000u /* the kernel corrects its own rate by up to 0.05 %, in a window of 1 ms */

static uint64_t kernel(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void *watches(void *unused)
{
    uint64_t last = 0;
    for (uint64_t end = kernel() + FOR_NS, before = 0; before < end;) {
        before = kernel();
        uint64_t now = bp_now(), after = kernel();
        CHECK(now + OFF_NS >= before && now <= after + OFF_NS);
        CHECK(now >= last);
        last = now;
    }
    return unused;
}

int main(void)
{
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        CHECK(pthread_create(&threads[i], NULL, watches, NULL) == 0);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
