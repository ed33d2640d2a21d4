/* SPDX-License-Identifier: MIT */
/* What the snippets of calls by number share: they are recorded under the plain name. */
#ifndef NUMBERED_H
#define NUMBERED_H

#include <sys/syscall.h>

#include "calls.h"

#define NUMBERED(name) SNIPPET_AS(name, "syscall:" #name)

/* One call with success and one without. */
#define TWICE(number, call, first, other, descriptor, wrong, ...)                                                      \
    CALL(call, descriptor, first, other, "", syscall(SYS_##number, descriptor, ##__VA_ARGS__));                        \
    CALL(call, wrong, first, other, "", syscall(SYS_##number, wrong, ##__VA_ARGS__))

/* Two new descriptors. */
static inline void paired(const char *call, long result, const int ends[2], long second)
{
    bool failed = result != 0;
    expect(&(struct expected){call, failed, failed ? -1 : ends[0], result, failed ? errno : 0, failed ? 0 : ends[1],
                              second, ""});
}

#endif
