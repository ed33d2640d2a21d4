/* SPDX-License-Identifier: MIT */
/* Threads cancelled in calls that wait, at any instant, and their clean-up. */
#include "../snippets/snippet.h"

static int cleaned, ends[2];

static void clean(void *unused)
{
    (void)unused;
    __atomic_add_fetch(&cleaned, 1, __ATOMIC_RELAXED);
    mark(2);
}

static void begin(void *started)
{
    mark(1);
    __atomic_store_n((int *)started, 1, __ATOMIC_RELEASE);
}

static void *waits(void *started)
{
    char text[8];
    pthread_cleanup_push(clean, NULL);
    begin(started);
    while (read(ends[0], text, sizeof text) >= 0) {
    }
    pthread_cleanup_pop(0);
    return started;
}

static void *writes(void *started)
{
    pthread_cleanup_push(clean, NULL);
    begin(started);
    while (write(ends[1], "", 0) == 0) {
    }
    pthread_cleanup_pop(0);
    return started;
}

/* Asynchronous cancelling allows no call that is not safe for it; a thread that only reckons is what it is for. */
static void *reckons(void *started)
{
    pthread_cleanup_push(clean, NULL);
    begin(started);
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    for (volatile unsigned long i = 0;; i++) {
    }
    pthread_cleanup_pop(0);
    return started;
}

static void cancel(void *(*run)(void *), int rounds)
{
    int cancelled = 0;
    for (int i = 0; i < rounds; i++) {
        pthread_t thread;
        void *result;
        int started = 0;
        pthread_create(&thread, NULL, run, &started);
        while (!__atomic_load_n(&started, __ATOMIC_ACQUIRE))
            sched_yield();
        pthread_cancel(thread);
        pthread_join(thread, &result);
        cancelled += result == PTHREAD_CANCELED;
    }
    printf("cancelled %d of %d, cleaned %d\n", cancelled, rounds, cleaned);
}

int main(void)
{
    if (pipe(ends) != 0) return 1;
    cancel(waits, 50);
    cancel(reckons, 50);
    cancel(writes, 50);
    mark(3);
    return 0;
}
