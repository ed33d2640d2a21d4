/* SPDX-License-Identifier: MIT */
/* Opening files. The mode argument exists only where the flags create a file; it is never read elsewhere. */
#include <fcntl.h>
#include <stdarg.h>

#include "observe.h"

BP_REAL(int, open, const char *, int, ...);
BP_REAL(int, open64, const char *, int, ...);
BP_REAL(int, openat, int, const char *, int, ...);
BP_REAL(int, openat64, int, const char *, int, ...);
BP_REAL(int, creat, const char *, mode_t);
BP_REAL(int, creat64, const char *, mode_t);
BP_REAL(int, __open_2, const char *, int);
BP_REAL(int, __open64_2, const char *, int);
BP_REAL(int, __openat_2, int, const char *, int);
BP_REAL(int, __openat64_2, int, const char *, int);

#define BP_MODE(flags, last)                                                                                           \
    ({                                                                                                                 \
        mode_t given = 0;                                                                                              \
        int how = flags;                                                                                               \
        if ((how & O_CREAT) || (how & O_TMPFILE) == O_TMPFILE) {                                                       \
            va_list list;                                                                                              \
            va_start(list, last);                                                                                      \
            given = va_arg(list, mode_t);                                                                              \
            va_end(list);                                                                                              \
        }                                                                                                              \
        given;                                                                                                         \
    })

#define BP_OPEN_FILE(name, call_expression, flags, mode)                                                               \
    BP_OPEN(name, call_expression, ((struct bp_opening){.path = path}), .argument = (uint64_t)(flags), .offset = (mode))

BP_EXPORT int open(const char *path, int flags, ...)
{
    BP_RESOLVE(open);
    mode_t mode = BP_MODE(flags, flags);
    return BP_OPEN_FILE(open, real_open(path, flags, mode), flags, mode);
}

BP_EXPORT int open64(const char *path, int flags, ...)
{
    BP_RESOLVE(open64);
    mode_t mode = BP_MODE(flags, flags);
    return BP_OPEN_FILE(open, real_open64(path, flags, mode), flags, mode);
}

BP_EXPORT int openat(int folder, const char *path, int flags, ...)
{
    BP_RESOLVE(openat);
    mode_t mode = BP_MODE(flags, flags);
    folder = bp_visible(folder);
    return BP_OPEN_FILE(openat, real_openat(folder, path, flags, mode), flags, mode);
}

BP_EXPORT int openat64(int folder, const char *path, int flags, ...)
{
    BP_RESOLVE(openat64);
    mode_t mode = BP_MODE(flags, flags);
    folder = bp_visible(folder);
    return BP_OPEN_FILE(openat, real_openat64(folder, path, flags, mode), flags, mode);
}

BP_EXPORT int creat(const char *path, mode_t mode)
{
    BP_RESOLVE(creat);
    return BP_OPEN_FILE(creat, real_creat(path, mode), mode, 0);
}

BP_EXPORT int creat64(const char *path, mode_t mode)
{
    BP_RESOLVE(creat64);
    return BP_OPEN_FILE(creat, real_creat64(path, mode), mode, 0);
}

/* The checked forms that fortified programs call; they never create a file. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);
int __openat64_2(int folder, const char *path, int flags);

BP_EXPORT int __open_2(const char *path, int flags)
{
    BP_RESOLVE(__open_2);
    return BP_OPEN_FILE(open, real___open_2(path, flags), flags, 0);
}

BP_EXPORT int __open64_2(const char *path, int flags)
{
    BP_RESOLVE(__open64_2);
    return BP_OPEN_FILE(open, real___open64_2(path, flags), flags, 0);
}

BP_EXPORT int __openat_2(int folder, const char *path, int flags)
{
    BP_RESOLVE(__openat_2);
    folder = bp_visible(folder);
    return BP_OPEN_FILE(openat, real___openat_2(folder, path, flags), flags, 0);
}

BP_EXPORT int __openat64_2(int folder, const char *path, int flags)
{
    BP_RESOLVE(__openat64_2);
    folder = bp_visible(folder);
    return BP_OPEN_FILE(openat, real___openat64_2(folder, path, flags), flags, 0);
}

BP_ALIAS(open, __open);
BP_ALIAS(open64, __open64);
