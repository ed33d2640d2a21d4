/* SPDX-License-Identifier: MIT */
/* Threads that wait for each other: main waits for the object, and a helper lets it go on once main is asleep. */
#include "calls.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <threads.h>
#include <time.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER, *const any_mutex = &mutex;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static sem_t semaphore;
static mtx_t plain;
static cnd_t c11;
static volatile bool held;
static volatile pid_t other;
static bool go;

#if defined(__x86_64__) && defined(__GLIBC__)
__asm__(".symver old_wait, pthread_cond_wait@GLIBC_2.2.5");
__asm__(".symver old_timedwait, pthread_cond_timedwait@GLIBC_2.2.5");
__asm__(".symver old_signal, pthread_cond_signal@GLIBC_2.2.5");
__asm__(".symver old_broadcast, pthread_cond_broadcast@GLIBC_2.2.5");
int old_wait(pthread_cond_t *condition, pthread_mutex_t *mutex);
int old_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex, const struct timespec *until);
int old_signal(pthread_cond_t *condition);
int old_broadcast(pthread_cond_t *condition);
#endif

/* Until the thread sleeps in a futex call. */
static void until_asleep(pid_t tid)
{
    char path[64], line[8] = "";
    snprintf(path, sizeof path, "/proc/%d/syscall", (int)tid);
    while (strtol(line, NULL, 10) != SYS_futex) {
        sched_yield();
        int fd = check(open(path, O_RDONLY), path);
        if (read(fd, line, sizeof line - 1) < 0) line[0] = 0;
        close(fd);
    }
}

/* A wait that lasts longer than the threshold. */
static void until_main_has_waited(void)
{
    struct timespec begin, now;
    until_asleep(getpid());
    clock_gettime(CLOCK_MONOTONIC, &begin);
    do
        clock_gettime(CLOCK_MONOTONIC, &now);
    while ((now.tv_sec - begin.tv_sec) * 1000000 + (now.tv_nsec - begin.tv_nsec) / 1000 < 1000);
}

static const struct timespec *far(clockid_t clock)
{
    static struct timespec until;
    clock_gettime(clock, &until);
    until.tv_sec += 3600;
    return &until;
}

/* Main waits with `expression` until a helper, which did `hold` before, does `release`. */
#define WAITS(call, symbol, text, object, second, hold, release, expression)                                           \
    static void *helper_##symbol(void *unused)                                                                         \
    {                                                                                                                  \
        hold;                                                                                                          \
        held = true;                                                                                                   \
        until_main_has_waited();                                                                                       \
        release;                                                                                                       \
        return unused;                                                                                                 \
    }                                                                                                                  \
    SNIPPET_AS(symbol, text)                                                                                           \
    {                                                                                                                  \
        pthread_t helper;                                                                                              \
        check(-pthread_create(&helper, NULL, helper_##symbol, NULL), "pthread_create");                                \
        while (!held)                                                                                                  \
            sched_yield();                                                                                             \
        CALL(call, -1, object, second, "", expression);                                                                \
        pthread_detach(helper);                                                                                        \
    }

#define LOCKS(call, symbol, object, hold, release, expression)                                                         \
    WAITS(call, symbol, #symbol, object, 0, hold, release, expression)

LOCKS(pthread_mutex_lock, pthread_mutex_lock, any_mutex, pthread_mutex_lock(&mutex), pthread_mutex_unlock(&mutex),
      pthread_mutex_lock(&mutex))
LOCKS(pthread_mutex_timedlock, pthread_mutex_timedlock, any_mutex, pthread_mutex_lock(&mutex),
      pthread_mutex_unlock(&mutex), pthread_mutex_timedlock(&mutex, far(CLOCK_REALTIME)))
LOCKS(pthread_mutex_timedlock, pthread_mutex_clocklock, any_mutex, pthread_mutex_lock(&mutex),
      pthread_mutex_unlock(&mutex), pthread_mutex_clocklock(&mutex, CLOCK_MONOTONIC, far(CLOCK_MONOTONIC)))
LOCKS(pthread_mutex_lock, mtx_lock, &plain, (mtx_init(&plain, mtx_plain), mtx_lock(&plain)), mtx_unlock(&plain),
      mtx_lock(&plain))
LOCKS(pthread_mutex_timedlock, mtx_timedlock, &plain, (mtx_init(&plain, mtx_timed), mtx_lock(&plain)),
      mtx_unlock(&plain), mtx_timedlock(&plain, far(CLOCK_REALTIME)))
LOCKS(pthread_rwlock_rdlock, pthread_rwlock_rdlock, &lock, pthread_rwlock_wrlock(&lock), pthread_rwlock_unlock(&lock),
      pthread_rwlock_rdlock(&lock))
LOCKS(pthread_rwlock_timedrdlock, pthread_rwlock_timedrdlock, &lock, pthread_rwlock_wrlock(&lock),
      pthread_rwlock_unlock(&lock), pthread_rwlock_timedrdlock(&lock, far(CLOCK_REALTIME)))
LOCKS(pthread_rwlock_timedrdlock, pthread_rwlock_clockrdlock, &lock, pthread_rwlock_wrlock(&lock),
      pthread_rwlock_unlock(&lock), pthread_rwlock_clockrdlock(&lock, CLOCK_MONOTONIC, far(CLOCK_MONOTONIC)))
LOCKS(pthread_rwlock_wrlock, pthread_rwlock_wrlock, &lock, pthread_rwlock_rdlock(&lock), pthread_rwlock_unlock(&lock),
      pthread_rwlock_wrlock(&lock))
LOCKS(pthread_rwlock_timedwrlock, pthread_rwlock_timedwrlock, &lock, pthread_rwlock_rdlock(&lock),
      pthread_rwlock_unlock(&lock), pthread_rwlock_timedwrlock(&lock, far(CLOCK_REALTIME)))
LOCKS(pthread_rwlock_timedwrlock, pthread_rwlock_clockwrlock, &lock, pthread_rwlock_rdlock(&lock),
      pthread_rwlock_unlock(&lock), pthread_rwlock_clockwrlock(&lock, CLOCK_MONOTONIC, far(CLOCK_MONOTONIC)))
LOCKS(sem_wait, sem_wait, &semaphore, sem_init(&semaphore, 0, 0), sem_post(&semaphore), sem_wait(&semaphore))
LOCKS(sem_timedwait, sem_timedwait, &semaphore, sem_init(&semaphore, 0, 0), sem_post(&semaphore),
      sem_timedwait(&semaphore, far(CLOCK_REALTIME)))
LOCKS(sem_timedwait, sem_clockwait, &semaphore, sem_init(&semaphore, 0, 0), sem_post(&semaphore),
      sem_clockwait(&semaphore, CLOCK_MONOTONIC, far(CLOCK_MONOTONIC)))

/* Under the mutex, which a wait gives up. */
#define WAKES(type, guard, signal)                                                                                     \
    do {                                                                                                               \
        type##_lock(guard);                                                                                            \
        signal;                                                                                                        \
        type##_unlock(guard);                                                                                          \
    } while (0)

#define CONDITIONS(call, symbol, text, signal, expression)                                                             \
    WAITS(call, symbol, text, &condition, any_mutex, (void)0, WAKES(pthread_mutex, any_mutex, signal),                 \
          (pthread_mutex_lock(&mutex), expression))

CONDITIONS(pthread_cond_wait, pthread_cond_wait, "pthread_cond_wait", pthread_cond_signal(&condition),
           pthread_cond_wait(&condition, &mutex))
CONDITIONS(pthread_cond_timedwait, pthread_cond_timedwait, "pthread_cond_timedwait", pthread_cond_signal(&condition),
           pthread_cond_timedwait(&condition, &mutex, far(CLOCK_REALTIME)))
CONDITIONS(pthread_cond_timedwait, pthread_cond_clockwait, "pthread_cond_clockwait", pthread_cond_signal(&condition),
           pthread_cond_clockwait(&condition, &mutex, CLOCK_MONOTONIC, far(CLOCK_MONOTONIC)))
WAITS(pthread_cond_wait, cnd_wait, "cnd_wait", &c11, &plain, (mtx_init(&plain, mtx_plain), cnd_init(&c11)),
      WAKES(mtx, &plain, cnd_signal(&c11)), (mtx_lock(&plain), cnd_wait(&c11, &plain)))
WAITS(pthread_cond_timedwait, cnd_timedwait, "cnd_timedwait", &c11, &plain,
      (mtx_init(&plain, mtx_plain), cnd_init(&c11)), WAKES(mtx, &plain, cnd_signal(&c11)),
      (mtx_lock(&plain), cnd_timedwait(&c11, &plain, far(CLOCK_REALTIME))))

/* The other way round: main wakes a helper that waits. */
#define SIGNALS(call, symbol, text, object, wait, type, guard, expression)                                             \
    static void *waiter_##symbol(void *unused)                                                                         \
    {                                                                                                                  \
        type##_lock(guard);                                                                                            \
        other = (pid_t)syscall(SYS_gettid);                                                                            \
        while (!go)                                                                                                    \
            wait;                                                                                                      \
        type##_unlock(guard);                                                                                          \
        return unused;                                                                                                 \
    }                                                                                                                  \
    SNIPPET_AS(symbol, text)                                                                                           \
    {                                                                                                                  \
        pthread_t helper;                                                                                              \
        mtx_init(&plain, mtx_plain);                                                                                   \
        cnd_init(&c11);                                                                                                \
        check(-pthread_create(&helper, NULL, waiter_##symbol, NULL), "pthread_create");                                \
        while (!other)                                                                                                 \
            sched_yield();                                                                                             \
        until_asleep(other);                                                                                           \
        type##_lock(guard);                                                                                            \
        go = true;                                                                                                     \
        CALL(call, -1, object, 0, "", expression);                                                                     \
        type##_unlock(guard);                                                                                          \
        pthread_join(helper, NULL);                                                                                    \
    }

SIGNALS(pthread_cond_signal, pthread_cond_signal, "pthread_cond_signal", &condition,
        pthread_cond_wait(&condition, &mutex), pthread_mutex, &mutex, pthread_cond_signal(&condition))
SIGNALS(pthread_cond_broadcast, pthread_cond_broadcast, "pthread_cond_broadcast", &condition,
        pthread_cond_wait(&condition, &mutex), pthread_mutex, &mutex, pthread_cond_broadcast(&condition))
SIGNALS(pthread_cond_signal, cnd_signal, "cnd_signal", &c11, cnd_wait(&c11, &plain), mtx, &plain, cnd_signal(&c11))
SIGNALS(pthread_cond_broadcast, cnd_broadcast, "cnd_broadcast", &c11, cnd_wait(&c11, &plain), mtx, &plain,
        cnd_broadcast(&c11))

#if defined(__x86_64__) && defined(__GLIBC__)
CONDITIONS(pthread_cond_wait, old_wait, "pthread_cond_wait@GLIBC_2.2.5", old_signal(&condition),
           old_wait(&condition, &mutex))
CONDITIONS(pthread_cond_timedwait, old_timedwait, "pthread_cond_timedwait@GLIBC_2.2.5", old_signal(&condition),
           old_timedwait(&condition, &mutex, far(CLOCK_REALTIME)))
SIGNALS(pthread_cond_signal, old_signal, "pthread_cond_signal@GLIBC_2.2.5", &condition, old_wait(&condition, &mutex),
        pthread_mutex, &mutex, old_signal(&condition))
SIGNALS(pthread_cond_broadcast, old_broadcast, "pthread_cond_broadcast@GLIBC_2.2.5", &condition,
        old_wait(&condition, &mutex), pthread_mutex, &mutex, old_broadcast(&condition))
#endif

static void *takes(void *unused)
{
    other = (pid_t)syscall(SYS_gettid);
    sem_wait(&semaphore);
    return unused;
}

SNIPPET(sem_post)
{
    pthread_t helper;
    sem_init(&semaphore, 0, 0);
    check(-pthread_create(&helper, NULL, takes, NULL), "pthread_create");
    while (!other)
        sched_yield();
    until_asleep(other);
    CALL(sem_post, -1, &semaphore, 0, "", sem_post(&semaphore));
    pthread_join(helper, NULL);
}

static void *arrives(void *unused)
{
    until_main_has_waited();
    pthread_barrier_wait(&barrier);
    return unused;
}

/* One of the two is told that it was chosen. */
SNIPPET(pthread_barrier_wait)
{
    pthread_t helper;
    pthread_barrier_init(&barrier, NULL, 2);
    check(-pthread_create(&helper, NULL, arrives, NULL), "pthread_create");
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < 2; i++)
        expect(&(struct expected){"pthread_barrier_wait", false, -1, ANY, 0, (long)&barrier, 0, ""});
    pthread_join(helper, NULL);
}

static void *ends(void *unused)
{
    until_main_has_waited();
    return unused;
}

#define JOINS(call, symbol, ...)                                                                                       \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        pthread_t helper;                                                                                              \
        check(-pthread_create(&helper, NULL, ends, NULL), "pthread_create");                                           \
        CALL(call, -1, helper, 0, "", symbol(helper, NULL, ##__VA_ARGS__));                                            \
    }

JOINS(pthread_join, pthread_join)
JOINS(pthread_join, thrd_join)
JOINS(pthread_timedjoin_np, pthread_timedjoin_np, far(CLOCK_REALTIME))
JOINS(pthread_timedjoin_np, pthread_clockjoin_np, CLOCK_MONOTONIC, far(CLOCK_MONOTONIC))
