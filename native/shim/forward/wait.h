/* SPDX-License-Identifier: MIT */
/*
 * What the wrappers of locks share. A lock that is free costs its real try and nothing else; a wait is recorded when it
 * was long or when somebody handed something over. A lock never begins a thread's stream: allocators lock before there
 * is one, and behind its end.
 */
#ifndef BP_WAIT_H
#define BP_WAIT_H

#include <errno.h>

#include "../guard/real.h"
#include "../guard/self.h"
#include "../guard/switch.h"
#include "../record/record.h"
#include "../record/waiters.h"

struct bp_wait {
    uint16_t call;
    bool handover; /* its success is recorded however short it was */
    int error;
    int64_t result;
    uint64_t begin; /* 0: not to be recorded */
    const void *object;
    const void *second;
};

/* Whether what a lock does now can be recorded at all. */
static inline bool bp_lock_seen(void)
{
    return bp_self && !bp_switched_off();
}

/* Writes the record of a wait that is over, if it is worth one. Keeps errno. */
void bp_waited(const struct bp_wait *wait);

/* Writes the record of a signal that was given at `when`, 0 just now. Keeps errno. */
void bp_handed(uint16_t call, const void *object, uint64_t when, int result, int error);

/* How the families tell of errors: with their result, in errno, in C11's own words. */
static inline int bp_error_result(int result)
{
    return result;
}

static inline int bp_error_errno(int result)
{
    return result < 0 ? errno : 0;
}

int bp_error_c11(int result);

/* Forwards a call that may wait: BP_WAIT(pthread_join, thread, bp_error_result, real_pthread_join(thread, result)). */
#define BP_WAIT(name, object_, error_of, call_expression, ...)                                                         \
    ({                                                                                                                 \
        struct bp_wait bp_wait = {                                                                                     \
            .call = BP_CALL_##name, .object = (const void *)(uintptr_t)(object_), ##__VA_ARGS__};                      \
        if (bp_lock_seen()) bp_wait.begin = bp_now();                                                                  \
        int bp_result = (call_expression);                                                                             \
        bp_wait.result = bp_result;                                                                                    \
        bp_wait.error = error_of(bp_result);                                                                           \
        if (bp_wait.begin) bp_waited(&bp_wait);                                                                        \
        bp_result;                                                                                                     \
    })

/* The same where a signal on `object` ends the wait. */
#define BP_WAIT_FOR_SIGNAL(name, object, error_of, call_expression, ...)                                               \
    ({                                                                                                                 \
        bool bp_counted = bp_lock_seen();                                                                              \
        if (bp_counted) bp_waiters_enter(object);                                                                      \
        int bp_answer = BP_WAIT(name, object, error_of, call_expression, .handover = true, ##__VA_ARGS__);             \
        if (bp_counted) bp_waiters_leave(object);                                                                      \
        bp_answer;                                                                                                     \
    })

/* Forwards a signal and records it when it may have woken somebody. */
#define BP_SIGNAL(name, object, error_of, call_expression)                                                             \
    ({                                                                                                                 \
        bool bp_seen = bp_lock_seen();                                                                                 \
        uint64_t bp_before = bp_seen ? bp_waiters_of(object) : 0;                                                      \
        uint64_t bp_when = (uint32_t)bp_before > 0 ? bp_now() : 0;                                                     \
        int bp_result = (call_expression);                                                                             \
        if (bp_seen && bp_waiters_woken(bp_before, bp_waiters_of(object)))                                             \
            bp_handed(BP_CALL_##name, object, bp_when, bp_result, error_of(bp_result));                                \
        bp_result;                                                                                                     \
    })

#endif
