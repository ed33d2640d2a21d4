/* SPDX-License-Identifier: MIT */
/* Semaphores. Who finds one above zero does not wait; first comes what the real calls do before they look: they refuse
 * a bad time and act on a cancellation. */
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdarg.h>
#include <time.h>

#include "wait.h"

BP_REAL(int, sem_init, sem_t *, int, unsigned);
BP_REAL(sem_t *, sem_open, const char *, int, ...);
BP_REAL(int, sem_trywait, sem_t *);
BP_REAL(int, sem_wait, sem_t *);
BP_REAL(int, sem_timedwait, sem_t *, const struct timespec *);
BP_REAL(int, sem_post, sem_t *);

BP_EXPORT int sem_init(sem_t *semaphore, int shared, unsigned value)
{
    BP_RESOLVE(sem_init);
    if (shared) bp_waiters_share(semaphore);
    return real_sem_init(semaphore, shared, value);
}

BP_EXPORT sem_t *sem_open(const char *name, int flags, ...)
{
    BP_RESOLVE(sem_open);
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
    unsigned value = flags & O_CREAT ? va_arg(more, unsigned) : 0;
    va_end(more);
    sem_t *semaphore = real_sem_open(name, flags, mode, value);
    if (semaphore != SEM_FAILED) bp_waiters_share(semaphore);
    return semaphore;
}

static bool taken(sem_t *semaphore)
{
    BP_RESOLVE(sem_trywait);
    int error = errno;
    if (__builtin_expect(real_sem_trywait(semaphore) == 0, 1)) return true;
    errno = error;
    return false;
}

static bool valid(const struct timespec *until)
{
    return until->tv_nsec >= 0 && until->tv_nsec < 1000000000;
}

BP_EXPORT int sem_wait(sem_t *semaphore)
{
    BP_RESOLVE(sem_wait);
    pthread_testcancel();
    if (taken(semaphore)) return 0;
    return BP_WAIT_FOR_SIGNAL(sem_wait, semaphore, bp_error_errno, real_sem_wait(semaphore));
}

BP_EXPORT int sem_timedwait(sem_t *semaphore, const struct timespec *until)
{
    BP_RESOLVE(sem_timedwait);
    if (!valid(until)) return real_sem_timedwait(semaphore, until);
    pthread_testcancel();
    if (taken(semaphore)) return 0;
    return BP_WAIT_FOR_SIGNAL(sem_timedwait, semaphore, bp_error_errno, real_sem_timedwait(semaphore, until));
}

BP_EXPORT int sem_post(sem_t *semaphore)
{
    BP_RESOLVE(sem_post);
    return BP_SIGNAL(sem_post, semaphore, bp_error_errno, real_sem_post(semaphore));
}

#ifdef __GLIBC__
BP_REAL(int, sem_clockwait, sem_t *, clockid_t, const struct timespec *);

BP_EXPORT int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *until)
{
    BP_RESOLVE(sem_clockwait);
    bool known = clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
    if (!known || !valid(until)) return real_sem_clockwait(semaphore, clock, until);
    if (taken(semaphore)) return 0;
    return BP_WAIT_FOR_SIGNAL(sem_timedwait, semaphore, bp_error_errno, real_sem_clockwait(semaphore, clock, until));
}
#endif
