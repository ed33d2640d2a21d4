/* SPDX-License-Identifier: MIT */
/* Condition variables of programs that were linked before glibc 2.3.2. */
#include "condition.h"

#ifdef BP_CONDITION_OLD

BP_REAL_VERSION(int, old_wait, pthread_cond_wait, BP_CONDITION_OLD, void *, pthread_mutex_t *);
BP_REAL_VERSION(int, old_timedwait, pthread_cond_timedwait, BP_CONDITION_OLD, void *, pthread_mutex_t *,
                const struct timespec *);
BP_REAL_VERSION(int, old_signal, pthread_cond_signal, BP_CONDITION_OLD, void *);
BP_REAL_VERSION(int, old_broadcast, pthread_cond_broadcast, BP_CONDITION_OLD, void *);

BP_CONDITION_OF_OLD(pthread_cond_wait, int, void *condition, pthread_mutex_t *mutex)
{
    BP_RESOLVE(old_wait);
    return BP_WAIT_FOR_SIGNAL(pthread_cond_wait, condition, bp_error_result, real_old_wait(condition, mutex),
                              .second = mutex);
}

BP_CONDITION_OF_OLD(pthread_cond_timedwait, int, void *condition, pthread_mutex_t *mutex, const struct timespec *until)
{
    BP_RESOLVE(old_timedwait);
    return BP_WAIT_FOR_SIGNAL(pthread_cond_timedwait, condition, bp_error_result,
                              real_old_timedwait(condition, mutex, until), .second = mutex);
}

BP_CONDITION_OF_OLD(pthread_cond_signal, int, void *condition)
{
    BP_RESOLVE(old_signal);
    return BP_SIGNAL(pthread_cond_signal, condition, bp_error_result, real_old_signal(condition));
}

BP_CONDITION_OF_OLD(pthread_cond_broadcast, int, void *condition)
{
    BP_RESOLVE(old_broadcast);
    return BP_SIGNAL(pthread_cond_broadcast, condition, bp_error_result, real_old_broadcast(condition));
}

#endif
