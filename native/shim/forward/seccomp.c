/* SPDX-License-Identifier: MIT */
/* The two ways to seccomp: prctl, and seccomp(2), for which there is only syscall (see syscall.S). */
#include <errno.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/prctl.h>

#include "../guard/real.h"
#include "../guard/seal.h"

BP_REAL(int, prctl, int, ...);

long (*bp_real_syscall)(long, ...) __attribute__((visibility("hidden")));
static const struct bp_real_slot real_slot_syscall
    __attribute__((section("bp_real"), used)) = {"syscall", (void **)&bp_real_syscall};

void bp_seal_by_syscall(long number, long operation, long flags, const void *argument);

BP_EXPORT int prctl(int option, ...)
{
    BP_RESOLVE(prctl);
    va_list more;
    va_start(more, option);
    unsigned long a = va_arg(more, unsigned long), b = va_arg(more, unsigned long), c = va_arg(more, unsigned long),
                  d = va_arg(more, unsigned long);
    va_end(more);
    bool before = bp_sealed;
    if (option == PR_SET_SECCOMP) bp_sealed = true;
    int result = real_prctl(option, a, b, c, d);
    if (option == PR_SET_SECCOMP && result != 0) bp_sealed = before;
    return result;
}

/* Without a filter the call only asks what the kernel can do. */
void bp_seal_by_syscall(long number, long operation, long flags, const void *argument)
{
    (void)number, (void)flags;
    if (operation == SECCOMP_SET_MODE_STRICT || (operation == SECCOMP_SET_MODE_FILTER && argument)) bp_sealed = true;
}
