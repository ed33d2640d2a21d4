/* SPDX-License-Identifier: MIT */
/* Mutexes. A try that fails changes nothing, so the real lock is asked then and answers for itself. */
#include <pthread.h>
#include <threads.h>

#include "../guard/threaded.h"
#include "wait.h"

BP_REAL(int, pthread_mutex_trylock, pthread_mutex_t *);
BP_REAL(int, pthread_mutex_lock, pthread_mutex_t *);
BP_REAL(int, pthread_mutex_timedlock, pthread_mutex_t *, const struct timespec *);
BP_REAL(int, mtx_trylock, mtx_t *);
BP_REAL(int, mtx_lock, mtx_t *);
BP_REAL(int, mtx_timedlock, mtx_t *, const struct timespec *);

/*
 * Whether trying comes to the same as locking. glibc's try leaves a robust mutex locked that it finds unrecoverable,
 * and one with a priority ceiling changes the thread's priority twice; those and the ones that inherit priorities are
 * asked once. The kind lies where static initializers in programs put it; other libcs are asked once for every mutex.
 */
static inline bool may_try(const pthread_mutex_t *mutex)
{
#ifdef __GLIBC__
    enum { ROBUST = 16, INHERITING = 32, PROTECTED = 64 };
    return bp_on_glibc() && __builtin_expect(!(mutex->__data.__kind & (ROBUST | INHERITING | PROTECTED)), 1);
#else
    (void)mutex;
    return false;
#endif
}

static inline bool taken(pthread_mutex_t *mutex)
{
    BP_RESOLVE(pthread_mutex_trylock);
    return may_try(mutex) && __builtin_expect(real_pthread_mutex_trylock(mutex) == 0, 1);
}

static __attribute__((noinline)) int wait_for(pthread_mutex_t *mutex)
{
    BP_RESOLVE(pthread_mutex_lock);
    return BP_WAIT(pthread_mutex_lock, mutex, bp_error_result, real_pthread_mutex_lock(mutex));
}

BP_EXPORT int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    return taken(mutex) ? 0 : wait_for(mutex);
}

BP_EXPORT int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *until)
{
    if (taken(mutex)) return 0;
    BP_RESOLVE(pthread_mutex_timedlock);
    return BP_WAIT(pthread_mutex_timedlock, mutex, bp_error_result, real_pthread_mutex_timedlock(mutex, until));
}

BP_EXPORT int mtx_lock(mtx_t *mutex)
{
    BP_RESOLVE(mtx_trylock);
    if (__builtin_expect(real_mtx_trylock(mutex) == thrd_success, 1)) return thrd_success;
    BP_RESOLVE(mtx_lock);
    return BP_WAIT(pthread_mutex_lock, mutex, bp_error_c11, real_mtx_lock(mutex));
}

BP_EXPORT int mtx_timedlock(mtx_t *mutex, const struct timespec *until)
{
    BP_RESOLVE(mtx_trylock);
    if (__builtin_expect(real_mtx_trylock(mutex) == thrd_success, 1)) return thrd_success;
    BP_RESOLVE(mtx_timedlock);
    return BP_WAIT(pthread_mutex_timedlock, mutex, bp_error_c11, real_mtx_timedlock(mutex, until));
}

#ifdef __GLIBC__
BP_REAL(int, pthread_mutex_clocklock, pthread_mutex_t *, clockid_t, const struct timespec *);

/* A clock that it does not know is refused even where the mutex is free. */
BP_EXPORT int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *until)
{
    if (clock == CLOCK_REALTIME) return pthread_mutex_timedlock(mutex, until);
    BP_RESOLVE(pthread_mutex_clocklock);
    return BP_WAIT(pthread_mutex_timedlock, mutex, bp_error_result, real_pthread_mutex_clocklock(mutex, clock, until));
}
#endif
