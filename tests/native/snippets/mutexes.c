/* SPDX-License-Identifier: MIT */
/* Every kind of mutex: taken, taken again, asked for while another thread holds it, left by a thread that died. */
#include "locks.h"

static pthread_mutex_t mutex, gate = PTHREAD_MUTEX_INITIALIZER;
static volatile pid_t waiter;
static volatile int held;

static void *holds(void *unused)
{
    pthread_mutex_lock(&mutex);
    held = 1;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
    pthread_mutex_unlock(&mutex);
    return unused;
}

static void *dies(void *unused)
{
    pthread_mutex_lock(&mutex);
    return unused;
}

static void *waits(void *unused)
{
    waiter = (pid_t)syscall(SYS_gettid);
    mark(1);
    pthread_mutex_lock(&mutex);
    mark(2);
    pthread_mutex_unlock(&mutex);
    return unused;
}

static void while_held_by_another(void)
{
    pthread_t thread;
    struct timespec past = {0, 0}, bad = {0, -1};
    held = 0;
    pthread_mutex_lock(&gate);
    pthread_create(&thread, NULL, holds, NULL);
    while (!held)
        sched_yield();
    SAY(pthread_mutex_trylock(&mutex));
    SAY(pthread_mutex_timedlock(&mutex, &past));
    SAY(pthread_mutex_timedlock(&mutex, &bad));
    SAY(pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, &past));
    pthread_mutex_unlock(&gate);
    SAY(pthread_mutex_lock(&mutex));
    SAY(pthread_mutex_unlock(&mutex));
    pthread_join(thread, NULL);
}

static void of_kind(const char *name, int type, int robust, int protocol)
{
    pthread_mutexattr_t kind;
    struct timespec past = {0, 0}, bad = {0, -1};
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, type);
    pthread_mutexattr_setrobust(&kind, robust);
    pthread_mutexattr_setprotocol(&kind, protocol);
    printf("%s: %d\n", name, pthread_mutex_init(&mutex, &kind));
    SAY(pthread_mutex_lock(&mutex));
    if (type == PTHREAD_MUTEX_RECURSIVE || type == PTHREAD_MUTEX_ERRORCHECK) {
        SAY(pthread_mutex_lock(&mutex));
        SAY(pthread_mutex_timedlock(&mutex, &past));
        if (type == PTHREAD_MUTEX_RECURSIVE) pthread_mutex_unlock(&mutex), pthread_mutex_unlock(&mutex);
    }
    SAY(pthread_mutex_unlock(&mutex));
    SAY(pthread_mutex_timedlock(&mutex, &bad));
    SAY(pthread_mutex_unlock(&mutex));
    SAY(pthread_mutex_clocklock(&mutex, CLOCK_REALTIME, &bad));
    SAY(pthread_mutex_unlock(&mutex));
    SAY(pthread_mutex_clocklock(&mutex, 99, &past));
    if (protocol != PTHREAD_PRIO_PROTECT) while_held_by_another();
    for (int repair = 1; robust == PTHREAD_MUTEX_ROBUST && repair >= 0; repair--) {
        pthread_t thread;
        pthread_create(&thread, NULL, dies, NULL);
        pthread_join(thread, NULL);
        SAY(repair ? pthread_mutex_lock(&mutex) : pthread_mutex_timedlock(&mutex, &past));
        if (repair) SAY(pthread_mutex_consistent(&mutex));
        SAY(pthread_mutex_unlock(&mutex));
        SAY(pthread_mutex_lock(&mutex));
        if (repair) SAY(pthread_mutex_unlock(&mutex));
    }
    pthread_mutexattr_destroy(&kind);
}

/* The one wait of this program that is surely long: told by marks around it. */
static void long_wait(void)
{
    pthread_t thread;
    pthread_mutex_init(&mutex, NULL);
    pthread_mutex_lock(&mutex);
    pthread_create(&thread, NULL, waits, NULL);
    until_asleep(&waiter);
    spin_us(1000);
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
}

static void c11(void)
{
    mtx_t plain, recursive;
    struct timespec past = {0, 0};
    mtx_init(&plain, mtx_timed);
    mtx_init(&recursive, mtx_plain | mtx_recursive);
    SAY(mtx_lock(&plain));
    SAY(mtx_timedlock(&plain, &past));
    SAY(mtx_unlock(&plain));
    SAY(mtx_timedlock(&plain, &past));
    SAY(mtx_lock(&recursive));
    SAY(mtx_lock(&recursive));
}

int main(void)
{
    of_kind("normal", PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_STALLED, PTHREAD_PRIO_NONE);
    of_kind("adaptive", PTHREAD_MUTEX_ADAPTIVE_NP, PTHREAD_MUTEX_STALLED, PTHREAD_PRIO_NONE);
    of_kind("recursive", PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_STALLED, PTHREAD_PRIO_NONE);
    of_kind("errorcheck", PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_STALLED, PTHREAD_PRIO_NONE);
    of_kind("robust", PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST, PTHREAD_PRIO_NONE);
    of_kind("robust recursive", PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ROBUST, PTHREAD_PRIO_NONE);
    of_kind("robust errorcheck", PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_ROBUST, PTHREAD_PRIO_NONE);
    of_kind("inheriting", PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_STALLED, PTHREAD_PRIO_INHERIT);
    of_kind("inheriting errorcheck", PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_STALLED, PTHREAD_PRIO_INHERIT);
    of_kind("robust inheriting", PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_ROBUST, PTHREAD_PRIO_INHERIT);
    of_kind("protected", PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_STALLED, PTHREAD_PRIO_PROTECT);
    long_wait();
    c11();
    for (int i = 0; i < 100000; i++) {
        pthread_mutex_lock(&gate);
        pthread_mutex_unlock(&gate);
    }
    return 0;
}
