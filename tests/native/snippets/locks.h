/* SPDX-License-Identifier: MIT */
/* What the snippets about locks share. */
#ifndef LOCKS_H
#define LOCKS_H

#include "snippet.h"

#include <fcntl.h>
#include <semaphore.h>
#include <threads.h>
#include <time.h>

/* Says what a call answered, and that errno is as it was unless the call speaks through it. */
#define SAY(call)                                                                                                      \
    do {                                                                                                               \
        errno = 77;                                                                                                    \
        int answer_ = (call);                                                                                          \
        printf("%s = %d, errno %d\n", #call, answer_, errno);                                                          \
    } while (0)

/* Until the thread, or a child's first, sleeps in a futex call. */
static inline void until_asleep(const volatile pid_t *tid)
{
    char path[64], line[16];
    for (;; sched_yield()) {
        if (!*tid) continue;
        snprintf(path, sizeof path, "/proc/%d/syscall", *tid);
        FILE *file = fopen(path, "r");
        if (!file) continue;
        char *got = fgets(line, sizeof line, file);
        fclose(file);
        if (got && strtol(line, NULL, 10) == SYS_futex) return;
    }
}

static inline struct timespec in_ms(clockid_t clock, long ms)
{
    struct timespec time;
    clock_gettime(clock, &time);
    time.tv_nsec += ms % 1000 * 1000000;
    time.tv_sec += ms / 1000 + time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

/* Longer than the threshold, without a call. */
static inline void spin_us(long us)
{
    struct timespec begin, now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - begin.tv_sec) * 1000000 + (now.tv_nsec - begin.tv_nsec) / 1000 < us);
}

#endif
