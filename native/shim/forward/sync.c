/* SPDX-License-Identifier: MIT */
/* Waiting for the disk. */
#include <unistd.h>

#include "observe.h"

BP_REAL(int, fsync, int);
BP_REAL(int, fdatasync, int);

BP_EXPORT int fsync(int fd)
{
    BP_RESOLVE(fsync);
    fd = bp_visible(fd);
    return BP_OBSERVE(fsync, fd, real_fsync(fd));
}

BP_EXPORT int fdatasync(int fd)
{
    BP_RESOLVE(fdatasync);
    fd = bp_visible(fd);
    return BP_OBSERVE(fdatasync, fd, real_fdatasync(fd));
}
