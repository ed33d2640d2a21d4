/* SPDX-License-Identifier: MIT */
/* What surrounds the system call in vfork.S. The child shares this thread's memory until it executes or ends. */
#include <errno.h>
#include <unistd.h>

#include "../guard/raw.h"
#include "../guard/self.h"
#include "../record/record.h"

void bp_vfork_begin(void);
pid_t bp_vfork_end(long result);

/* A vfork child's own vforks change nothing: what it shares is marked already. */
void bp_vfork_begin(void)
{
    if (!bp_recording() || bp_self->state != BP_SELF_READY) return;
    bp_self->vforked = bp_now();
    bp_self->state = BP_SELF_SHARED;
}

/* In the parent only, with the kernel's answer. */
pid_t bp_vfork_end(long result)
{
    struct bp_self *self = bp_self;
    if (self && self->vforked && bp_self_owned(self)) {
        self->state = BP_SELF_READY;
        bp_record_call(&(struct bp_call_facts){.call = BP_CALL_vfork,
                                               .fd = -1,
                                               .begin = self->vforked,
                                               .result = bp_raw_failed(result) ? -1 : result,
                                               .error = bp_raw_failed(result) ? (int)-result : 0});
        self->vforked = 0;
    }
    if (!bp_raw_failed(result)) return (pid_t)result;
    errno = (int)-result;
    return -1;
}
