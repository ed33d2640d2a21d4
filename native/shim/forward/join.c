/* SPDX-License-Identifier: MIT */
/* Waiting for another thread's end, and for all to come. */
#include <pthread.h>
#include <threads.h>

#include "wait.h"

BP_REAL(int, pthread_join, pthread_t, void **);
BP_REAL(int, thrd_join, thrd_t, int *);
BP_REAL(int, pthread_barrier_wait, pthread_barrier_t *);

static inline int barrier_error(int result)
{
    return result == PTHREAD_BARRIER_SERIAL_THREAD ? 0 : result;
}

BP_EXPORT int pthread_join(pthread_t thread, void **result)
{
    BP_RESOLVE(pthread_join);
    return BP_WAIT(pthread_join, thread, bp_error_result, real_pthread_join(thread, result), .handover = true);
}

BP_EXPORT int thrd_join(thrd_t thread, int *result)
{
    BP_RESOLVE(thrd_join);
    return BP_WAIT(pthread_join, thread, bp_error_c11, real_thrd_join(thread, result), .handover = true);
}

BP_EXPORT int pthread_barrier_wait(pthread_barrier_t *barrier)
{
    BP_RESOLVE(pthread_barrier_wait);
    return BP_WAIT(pthread_barrier_wait, barrier, barrier_error, real_pthread_barrier_wait(barrier), .handover = true);
}

BP_REAL(int, pthread_timedjoin_np, pthread_t, void **, const struct timespec *);

BP_EXPORT int pthread_timedjoin_np(pthread_t thread, void **result, const struct timespec *until)
{
    BP_RESOLVE(pthread_timedjoin_np);
    return BP_WAIT(pthread_timedjoin_np, thread, bp_error_result, real_pthread_timedjoin_np(thread, result, until),
                   .handover = true);
}

#ifdef __GLIBC__
BP_REAL(int, pthread_clockjoin_np, pthread_t, void **, clockid_t, const struct timespec *);

BP_EXPORT int pthread_clockjoin_np(pthread_t thread, void **result, clockid_t clock, const struct timespec *until)
{
    BP_RESOLVE(pthread_clockjoin_np);
    return BP_WAIT(pthread_timedjoin_np, thread, bp_error_result,
                   real_pthread_clockjoin_np(thread, result, clock, until), .handover = true);
}
#endif
