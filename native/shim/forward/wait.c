/* SPDX-License-Identifier: MIT */
#include "wait.h"

#include <threads.h>

#include "../record/options.h"

static void record(const struct bp_call_facts *facts)
{
    int error = errno;
    if (bp_recording()) bp_record_call(facts);
    errno = error;
}

void bp_waited(const struct bp_wait *wait)
{
    uint64_t end = bp_now();
    bool handed = wait->handover && wait->error == 0;
    if (!handed && end - wait->begin < bp_options.long_wait) return;
    record(&(struct bp_call_facts){.call = wait->call,
                                   .fd = -1,
                                   .begin = wait->begin,
                                   .end = end,
                                   .result = wait->result,
                                   .error = wait->error,
                                   .argument = (uint64_t)(uintptr_t)wait->object,
                                   .offset = (uint64_t)(uintptr_t)wait->second});
}

void bp_handed(uint16_t call, const void *object, uint64_t when, int result, int error)
{
    if (!when) when = bp_now();
    record(&(struct bp_call_facts){.call = call,
                                   .fd = -1,
                                   .begin = when,
                                   .end = when,
                                   .result = result,
                                   .error = error,
                                   .argument = (uint64_t)(uintptr_t)object});
}

int bp_error_c11(int result)
{
    switch (result) {
    case thrd_success:
        return 0;
    case thrd_busy:
        return EBUSY;
    case thrd_timedout:
        return ETIMEDOUT;
    case thrd_nomem:
        return ENOMEM;
    default:
        return EINVAL;
    }
}
