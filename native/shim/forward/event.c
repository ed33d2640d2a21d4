/* SPDX-License-Identifier: MIT */
/* Descriptors for events, signals and timers. */
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "observe.h"

BP_REAL(int, eventfd, unsigned, int);
BP_REAL(int, signalfd, int, const sigset_t *, int);
BP_REAL(int, timerfd_create, clockid_t, int);

BP_EXPORT int eventfd(unsigned initial, int flags)
{
    BP_RESOLVE(eventfd);
    return BP_OPEN(eventfd, real_eventfd(initial, flags), (struct bp_opening){0}, .argument = initial,
                   .offset = (uint64_t)flags);
}

BP_EXPORT int signalfd(int fd, const sigset_t *signals, int flags)
{
    BP_RESOLVE(signalfd);
    fd = bp_visible(fd);
    /* With a descriptor it changes that one's signals and makes none. */
    if (fd >= 0) return BP_OBSERVE(signalfd, fd, real_signalfd(fd, signals, flags), .argument = (uint64_t)flags);
    return BP_OPEN(signalfd, real_signalfd(fd, signals, flags), (struct bp_opening){0}, .argument = (uint64_t)flags);
}

BP_EXPORT int timerfd_create(clockid_t clock, int flags)
{
    BP_RESOLVE(timerfd_create);
    return BP_OPEN(timerfd_create, real_timerfd_create(clock, flags), (struct bp_opening){0},
                   .argument = (uint64_t)clock, .offset = (uint64_t)flags);
}

/* What libc's own do, without coming through read and write. */
BP_EXPORT int eventfd_read(int fd, eventfd_t *value)
{
    return read(fd, value, sizeof *value) == sizeof *value ? 0 : -1;
}

BP_EXPORT int eventfd_write(int fd, eventfd_t value)
{
    return write(fd, &value, sizeof value) == sizeof value ? 0 : -1;
}
