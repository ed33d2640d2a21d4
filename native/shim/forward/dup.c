/* SPDX-License-Identifier: MIT */
/* Further descriptors of the same channel. */
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#include "../guard/raw.h"
#include "close.h"
#include "observe.h"

BP_REAL(int, dup, int);
BP_REAL(int, dup2, int, int);
BP_REAL(int, dup3, int, int, int);
BP_REAL(int, fcntl, int, int, ...);
BP_REAL(int, fcntl64, int, int, ...);

/* `to` is another number of what `from` is, and no longer what it was. */
static int shared(int from, int to)
{
    bp_number_taken(to);
    if (to >= 0 && to != from && !bp_memory_borrowed()) bp_channel_end(bp_channel_share(from, to), bp_now());
    return to;
}

/* The program takes a number that is the shim's, unless the real call is about to refuse. */
static void vacate(int from, int to)
{
    if (!bp_fd_hidden(to) || bp_memory_borrowed()) return;
    if (!bp_raw_failed(bp_raw(SYS_fcntl, from, F_GETFD))) bp_fd_vacate(to);
}

BP_EXPORT int dup(int fd)
{
    BP_RESOLVE(dup);
    fd = bp_visible(fd);
    return BP_OBSERVE(dup, fd, shared(fd, real_dup(fd)));
}

BP_EXPORT int dup2(int fd, int wanted)
{
    BP_RESOLVE(dup2);
    fd = bp_visible(fd);
    vacate(fd, wanted);
    return BP_OBSERVE(dup2, fd, shared(fd, real_dup2(fd, wanted)), .argument = (uint64_t)wanted);
}

BP_EXPORT int dup3(int fd, int wanted, int flags)
{
    BP_RESOLVE(dup3);
    fd = bp_visible(fd);
    vacate(fd, wanted);
    return BP_OBSERVE(dup3, fd, shared(fd, real_dup3(fd, wanted, flags)), .argument = (uint64_t)wanted,
                      .offset = (uint64_t)flags);
}

static int control(int (*real)(int, int, ...), int fd, int command, long value)
{
    fd = bp_visible(fd);
    bool duplicates = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
    struct bp_call_facts facts = {
        .call = BP_CALL_fcntl, .fd = fd, .offset = (uint64_t)value, .argument = (uint64_t)command};
    bool recording = bp_recording();
    if (recording) facts.begin = bp_now();
    int result = real(fd, command, value);
    if (duplicates) shared(fd, result);
    /* Sweeps ask every number whether it is open. */
    bool swept = result < 0 && errno == EBADF;
    if (recording && !swept) bp_observed(&facts, result);
    return result;
}

/* Which commands take a value is the kernel's affair: the real function reads one in any case, and so do these. */
#define BP_FCNTL(name)                                                                                                 \
    BP_EXPORT int name(int fd, int command, ...)                                                                       \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        va_list list;                                                                                                  \
        va_start(list, command);                                                                                       \
        long value = va_arg(list, long);                                                                               \
        va_end(list);                                                                                                  \
        return control(real_##name, fd, command, value);                                                               \
    }

BP_FCNTL(fcntl)
BP_FCNTL(fcntl64)

BP_ALIAS(dup2, __dup2);
BP_ALIAS(fcntl, __fcntl);
