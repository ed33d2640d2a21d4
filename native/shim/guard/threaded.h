/* SPDX-License-Identifier: MIT */
/* Whether the process has other threads: glibc tells; under musl, whose loader takes the shim too, there may be some.
 */
#ifndef BP_THREADED_H
#define BP_THREADED_H

#include <stdbool.h>

extern char __libc_single_threaded __attribute__((weak));

static inline bool bp_threaded(void)
{
    return !&__libc_single_threaded || !__libc_single_threaded;
}

#endif
