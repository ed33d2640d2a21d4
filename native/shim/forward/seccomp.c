/* SPDX-License-Identifier: MIT */
/* The older way to seccomp; for seccomp(2) itself there is only syscall(). */
#include <stdarg.h>
#include <sys/prctl.h>

#include "../guard/real.h"
#include "../guard/seal.h"

BP_REAL(int, prctl, int, ...);

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
