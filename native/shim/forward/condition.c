/* SPDX-License-Identifier: MIT */
/*
 * Condition variables. A wait tells whether it was woken; a signal is recorded where somebody waits. On x86-64 glibc
 * has two kinds of them under the same names (condition_old.c).
 */
#include "condition.h"

#include <threads.h>

BP_REAL_VERSION(int, pthread_cond_init, pthread_cond_init, BP_CONDITION, pthread_cond_t *, const pthread_condattr_t *);
BP_REAL_VERSION(int, pthread_cond_wait, pthread_cond_wait, BP_CONDITION, pthread_cond_t *, pthread_mutex_t *);
BP_REAL_VERSION(int, pthread_cond_timedwait, pthread_cond_timedwait, BP_CONDITION, pthread_cond_t *, pthread_mutex_t *,
                const struct timespec *);
BP_REAL_VERSION(int, pthread_cond_signal, pthread_cond_signal, BP_CONDITION, pthread_cond_t *);
BP_REAL_VERSION(int, pthread_cond_broadcast, pthread_cond_broadcast, BP_CONDITION, pthread_cond_t *);
BP_REAL(int, cnd_wait, cnd_t *, mtx_t *);
BP_REAL(int, cnd_timedwait, cnd_t *, mtx_t *, const struct timespec *);
BP_REAL(int, cnd_signal, cnd_t *);
BP_REAL(int, cnd_broadcast, cnd_t *);

BP_CONDITION_NEW(pthread_cond_init, int, pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
    BP_RESOLVE(pthread_cond_init);
    int shared = PTHREAD_PROCESS_PRIVATE;
    if (attributes) pthread_condattr_getpshared(attributes, &shared);
    if (shared == PTHREAD_PROCESS_SHARED) bp_waiters_share(condition);
    return real_pthread_cond_init(condition, attributes);
}

BP_CONDITION_NEW(pthread_cond_wait, int, pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    BP_RESOLVE(pthread_cond_wait);
    return BP_WAIT_FOR_SIGNAL(pthread_cond_wait, condition, bp_error_result, real_pthread_cond_wait(condition, mutex),
                              .second = mutex);
}

BP_CONDITION_NEW(pthread_cond_timedwait, int, pthread_cond_t *condition, pthread_mutex_t *mutex,
                 const struct timespec *until)
{
    BP_RESOLVE(pthread_cond_timedwait);
    return BP_WAIT_FOR_SIGNAL(pthread_cond_timedwait, condition, bp_error_result,
                              real_pthread_cond_timedwait(condition, mutex, until), .second = mutex);
}

BP_CONDITION_NEW(pthread_cond_signal, int, pthread_cond_t *condition)
{
    BP_RESOLVE(pthread_cond_signal);
    return BP_SIGNAL(pthread_cond_signal, condition, bp_error_result, real_pthread_cond_signal(condition));
}

BP_CONDITION_NEW(pthread_cond_broadcast, int, pthread_cond_t *condition)
{
    BP_RESOLVE(pthread_cond_broadcast);
    return BP_SIGNAL(pthread_cond_broadcast, condition, bp_error_result, real_pthread_cond_broadcast(condition));
}

#ifdef __GLIBC__
BP_REAL(int, pthread_cond_clockwait, pthread_cond_t *, pthread_mutex_t *, clockid_t, const struct timespec *);

BP_EXPORT int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                                     const struct timespec *until)
{
    BP_RESOLVE(pthread_cond_clockwait);
    return BP_WAIT_FOR_SIGNAL(pthread_cond_timedwait, condition, bp_error_result,
                              real_pthread_cond_clockwait(condition, mutex, clock, until), .second = mutex);
}
#endif

BP_EXPORT int cnd_wait(cnd_t *condition, mtx_t *mutex)
{
    BP_RESOLVE(cnd_wait);
    return BP_WAIT_FOR_SIGNAL(pthread_cond_wait, condition, bp_error_c11, real_cnd_wait(condition, mutex),
                              .second = mutex);
}

BP_EXPORT int cnd_timedwait(cnd_t *condition, mtx_t *mutex, const struct timespec *until)
{
    BP_RESOLVE(cnd_timedwait);
    return BP_WAIT_FOR_SIGNAL(pthread_cond_timedwait, condition, bp_error_c11,
                              real_cnd_timedwait(condition, mutex, until), .second = mutex);
}

BP_EXPORT int cnd_signal(cnd_t *condition)
{
    BP_RESOLVE(cnd_signal);
    return BP_SIGNAL(pthread_cond_signal, condition, bp_error_c11, real_cnd_signal(condition));
}

BP_EXPORT int cnd_broadcast(cnd_t *condition)
{
    BP_RESOLVE(cnd_broadcast);
    return BP_SIGNAL(pthread_cond_broadcast, condition, bp_error_c11, real_cnd_broadcast(condition));
}
