/* SPDX-License-Identifier: MIT */
/* Locks of many readers or one writer. As with mutexes, a try that fails changes nothing. */
#include <pthread.h>

#include "wait.h"

/* Before 2.30 glibc's tries could leave waiting threads asleep for ever: https://sourceware.org/PR23844. */
#ifdef __GLIBC__
#if !__GLIBC_PREREQ(2, 30)
#error "needs glibc 2.30 or newer"
#endif
#endif

BP_REAL(int, pthread_rwlock_tryrdlock, pthread_rwlock_t *);
BP_REAL(int, pthread_rwlock_rdlock, pthread_rwlock_t *);
BP_REAL(int, pthread_rwlock_timedrdlock, pthread_rwlock_t *, const struct timespec *);
BP_REAL(int, pthread_rwlock_trywrlock, pthread_rwlock_t *);
BP_REAL(int, pthread_rwlock_wrlock, pthread_rwlock_t *);
BP_REAL(int, pthread_rwlock_timedwrlock, pthread_rwlock_t *, const struct timespec *);

static bool shared(pthread_rwlock_t *lock)
{
    BP_RESOLVE(pthread_rwlock_tryrdlock);
    return __builtin_expect(real_pthread_rwlock_tryrdlock(lock) == 0, 1);
}

static bool owned(pthread_rwlock_t *lock)
{
    BP_RESOLVE(pthread_rwlock_trywrlock);
    return __builtin_expect(real_pthread_rwlock_trywrlock(lock) == 0, 1);
}

BP_EXPORT int pthread_rwlock_rdlock(pthread_rwlock_t *lock)
{
    if (shared(lock)) return 0;
    BP_RESOLVE(pthread_rwlock_rdlock);
    return BP_WAIT(pthread_rwlock_rdlock, lock, bp_error_result, real_pthread_rwlock_rdlock(lock));
}

BP_EXPORT int pthread_rwlock_wrlock(pthread_rwlock_t *lock)
{
    if (owned(lock)) return 0;
    BP_RESOLVE(pthread_rwlock_wrlock);
    return BP_WAIT(pthread_rwlock_wrlock, lock, bp_error_result, real_pthread_rwlock_wrlock(lock));
}

/* A bad time, or a clock that it does not know, is refused even where the lock is free. */
BP_EXPORT int pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *until)
{
    BP_RESOLVE(pthread_rwlock_timedrdlock);
    return BP_WAIT(pthread_rwlock_timedrdlock, lock, bp_error_result, real_pthread_rwlock_timedrdlock(lock, until));
}

BP_EXPORT int pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *until)
{
    BP_RESOLVE(pthread_rwlock_timedwrlock);
    return BP_WAIT(pthread_rwlock_timedwrlock, lock, bp_error_result, real_pthread_rwlock_timedwrlock(lock, until));
}

#ifdef __GLIBC__
BP_REAL(int, pthread_rwlock_clockrdlock, pthread_rwlock_t *, clockid_t, const struct timespec *);
BP_REAL(int, pthread_rwlock_clockwrlock, pthread_rwlock_t *, clockid_t, const struct timespec *);

BP_EXPORT int pthread_rwlock_clockrdlock(pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
    BP_RESOLVE(pthread_rwlock_clockrdlock);
    return BP_WAIT(pthread_rwlock_timedrdlock, lock, bp_error_result,
                   real_pthread_rwlock_clockrdlock(lock, clock, until));
}

BP_EXPORT int pthread_rwlock_clockwrlock(pthread_rwlock_t *lock, clockid_t clock, const struct timespec *until)
{
    BP_RESOLVE(pthread_rwlock_clockwrlock);
    return BP_WAIT(pthread_rwlock_timedwrlock, lock, bp_error_result,
                   real_pthread_rwlock_clockwrlock(lock, clock, until));
}
#endif
