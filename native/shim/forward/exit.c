/* SPDX-License-Identifier: MIT */
/* Recorded before the call. Where nothing of the program can run any more, the stream is closed too. */
#include <stdlib.h>
#include <unistd.h>

#include "../channel/share.h"
#include "../guard/real.h"
#include "../guard/self.h"
#include "../record/record.h"
#include "../record/segment.h"

BP_REAL(void, exit, int);
BP_REAL(void, _exit, int);
BP_REAL(void, _Exit, int);
BP_REAL(void, quick_exit, int);
BP_REAL(void, abort, void);

static bool record(uint16_t call, int status)
{
    if (!bp_recording()) return false;
    uint64_t now = bp_now();
    bp_record_call(
        &(struct bp_call_facts){.call = call, .fd = -1, .begin = now, .end = now, .argument = (uint32_t)status});
    return true;
}

static void close_stream(void)
{
    bp_shares_exit();
    bp_record_cost();
    bp_segment_end(bp_self);
}

BP_EXPORT void exit(int status)
{
    BP_RESOLVE(exit);
    record(BP_CALL_exit, status);
    real_exit(status);
    __builtin_unreachable();
}

#define QUICK_EXIT(function, real)                                                                                     \
    BP_EXPORT _Noreturn void function(int status);                                                                     \
    void function(int status)                                                                                          \
    {                                                                                                                  \
        BP_RESOLVE(real);                                                                                              \
        record(BP_CALL_exit, status);                                                                                  \
        real_##real(status);                                                                                           \
        __builtin_unreachable();                                                                                       \
    }

#if defined(__x86_64__) && defined(__GLIBC__)

/* Programs linked before glibc 2.24 have the destructors of thread-local objects run. */
BP_REAL_VERSION(void, old_quick_exit, quick_exit, "GLIBC_2.10", int);

__asm__(".symver bp_new_quick_exit, quick_exit@@@GLIBC_2.24");
__asm__(".symver bp_old_quick_exit, quick_exit@GLIBC_2.10");

QUICK_EXIT(bp_new_quick_exit, quick_exit)
QUICK_EXIT(bp_old_quick_exit, old_quick_exit)

#else

QUICK_EXIT(quick_exit, quick_exit)

#endif

BP_EXPORT void _exit(int status)
{
    BP_RESOLVE(_exit);
    if (record(BP_CALL__exit, status)) close_stream();
    real__exit(status);
    __builtin_unreachable();
}

BP_EXPORT void _Exit(int status)
{
    BP_RESOLVE(_Exit);
    if (record(BP_CALL__exit, status)) close_stream();
    real__Exit(status);
    __builtin_unreachable();
}

BP_EXPORT void abort(void)
{
    BP_RESOLVE(abort);
    record(BP_CALL_abort, 0);
    real_abort();
    __builtin_unreachable();
}

/* The program's last functions have run; those of other libraries may still call, and would open a segment anew. */
static __attribute__((destructor(101))) void close_late(void)
{
    if (bp_recording()) close_stream();
}
