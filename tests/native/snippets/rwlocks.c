/* SPDX-License-Identifier: MIT */
/* Read-write locks, barriers, and waiting for threads to end. */
#include "locks.h"

static pthread_rwlock_t lock;
static pthread_barrier_t barrier;
static volatile pid_t waiter;
static int serial;

static void *reads(void *unused)
{
    waiter = (pid_t)syscall(SYS_gettid);
    mark(1);
    pthread_rwlock_rdlock(&lock);
    mark(2);
    pthread_rwlock_unlock(&lock);
    return unused;
}

static void *writes(void *unused)
{
    waiter = (pid_t)syscall(SYS_gettid);
    mark(1);
    pthread_rwlock_wrlock(&lock);
    mark(2);
    pthread_rwlock_unlock(&lock);
    return unused;
}

static void *meets(void *unused)
{
    if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD)
        __atomic_add_fetch(&serial, 1, __ATOMIC_RELAXED);
    return unused;
}

static void *stays(void *until)
{
    while (!__atomic_load_n((int *)until, __ATOMIC_RELAXED))
        sched_yield();
    return until;
}

static void long_wait(void *(*function)(void *))
{
    pthread_t thread;
    waiter = 0;
    pthread_rwlock_wrlock(&lock);
    pthread_create(&thread, NULL, function, NULL);
    until_asleep(&waiter);
    spin_us(1000);
    pthread_rwlock_unlock(&lock);
    pthread_join(thread, NULL);
}

static void answers(int kind)
{
    struct timespec past = {0, 0}, bad = {0, -1};
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, kind);
    pthread_rwlock_init(&lock, &attributes);
    SAY(pthread_rwlock_rdlock(&lock));
    SAY(pthread_rwlock_rdlock(&lock));
    SAY(pthread_rwlock_timedwrlock(&lock, &past));
    SAY(pthread_rwlock_timedrdlock(&lock, &bad));
    SAY(pthread_rwlock_clockwrlock(&lock, CLOCK_MONOTONIC, &past));
    SAY(pthread_rwlock_clockrdlock(&lock, 99, &past));
    SAY(pthread_rwlock_clockrdlock(&lock, CLOCK_MONOTONIC, &past));
    SAY(pthread_rwlock_unlock(&lock));
    SAY(pthread_rwlock_unlock(&lock));
    SAY(pthread_rwlock_unlock(&lock));
    SAY(pthread_rwlock_wrlock(&lock));
    SAY(pthread_rwlock_wrlock(&lock));
    SAY(pthread_rwlock_rdlock(&lock));
    SAY(pthread_rwlock_timedrdlock(&lock, &past));
    SAY(pthread_rwlock_unlock(&lock));
}

int main(void)
{
    pthread_t threads[4], thread;
    struct timespec past = {0, 0};
    int end = 0;
    answers(PTHREAD_RWLOCK_PREFER_READER_NP);
    answers(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    long_wait(reads);
    long_wait(writes);
    pthread_barrier_init(&barrier, NULL, 4);
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, meets, NULL);
    for (int i = 0; i < 4; i++)
        SAY(pthread_join(threads[i], NULL));
    printf("%d of four threads came last\n", serial);
    pthread_create(&thread, NULL, stays, &end);
    SAY(pthread_timedjoin_np(thread, NULL, &past));
    SAY(pthread_clockjoin_np(thread, NULL, CLOCK_MONOTONIC, &past));
    __atomic_store_n(&end, 1, __ATOMIC_RELAXED);
    SAY(pthread_join(thread, NULL));
    SAY(pthread_join(pthread_self(), NULL));
    for (int i = 0; i < 100000; i++) {
        pthread_rwlock_rdlock(&lock);
        pthread_rwlock_unlock(&lock);
    }
    return 0;
}
