/* SPDX-License-Identifier: MIT */
/* The older way to seccomp; for seccomp(2) itself there is only syscall(). */
#include <stdarg.h>
#include <sys/prctl.h>

#include "../guard/real.h"
#include "../record/clock.h"
#include "seccomp.h"

BP_REAL(int, prctl, int, ...);

bool bp_seal(void)
{
    bool before = bp_sealed;
    if (!before) bp_clock_seal();
    bp_sealed = true;
    return before;
}

BP_EXPORT int prctl(int option, ...)
{
    BP_RESOLVE(prctl);
    va_list more;
    va_start(more, option);
    unsigned long a = va_arg(more, unsigned long), b = va_arg(more, unsigned long), c = va_arg(more, unsigned long),
                  d = va_arg(more, unsigned long);
    va_end(more);
    if (option != PR_SET_SECCOMP) return real_prctl(option, a, b, c, d);
    bool before = bp_seal();
    int result = real_prctl(option, a, b, c, d);
    if (result != 0) bp_sealed = before;
    return result;
}
