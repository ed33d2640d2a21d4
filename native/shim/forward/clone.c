/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sched.h>
#include <stdarg.h>

#include "../guard/apart.h"
#include "../guard/real.h"
#include "../guard/self.h"
#include "../record/record.h"
#include "../record/spool.h"

typedef int (*clone_start)(void *);

BP_REAL(int, clone, clone_start, void *, int, void *, ...);

/* A child that runs on this thread's thread-local memory, for ever or (vfork) until it executes or ends. */
static bool borrows(int flags)
{
    return (flags & CLONE_VM) && !(flags & CLONE_SETTLS);
}

BP_EXPORT int clone(clone_start start, void *stack, int flags, void *argument, ...)
{
    BP_RESOLVE(clone);
    va_list more;
    va_start(more, argument);
    pid_t *parent_tid = va_arg(more, pid_t *);
    void *tls = va_arg(more, void *);
    pid_t *child_tid = va_arg(more, pid_t *);
    va_end(more);
    if (flags & CLONE_FILES) bp_table_shared = true;
    if (!bp_recording()) return real_clone(start, stack, flags, argument, parent_tid, tls, child_tid);
    struct bp_self *self = bp_self;
    uint32_t before = self->state;
    if (borrows(flags)) self->state = BP_SELF_SHARED;
    bool kept = (flags & CLONE_NEWNS) && bp_spool_keep();
    uint64_t begin = bp_now();
    int result = real_clone(start, stack, flags, argument, parent_tid, tls, child_tid);
    int error = errno;
    if (kept) bp_spool_settle();
    if (result < 0 || (flags & CLONE_VFORK)) self->state = before;
    bp_record_call(&(struct bp_call_facts){.call = BP_CALL_clone,
                                           .fd = -1,
                                           .begin = begin,
                                           .result = result,
                                           .error = result < 0 ? error : 0,
                                           .argument = (uint32_t)flags});
    errno = error;
    return result;
}

BP_ALIAS(clone, __clone);
