/* SPDX-License-Identifier: MIT */
/* What glibc tells and musl, whose loader takes the shim too, does not know. */
#ifndef BP_THREADED_H
#define BP_THREADED_H

#include <stdbool.h>

extern char __libc_single_threaded __attribute__((weak));

/* Whether the program is one of glibc, so that what is known of its inside holds. */
static inline bool bp_on_glibc(void)
{
    return &__libc_single_threaded;
}

/* Whether the process has other threads, or may have some. */
static inline bool bp_threaded(void)
{
    return !bp_on_glibc() || !__libc_single_threaded;
}

#endif
