/* SPDX-License-Identifier: MIT */
#include "hidden.h"

#include <fcntl.h>
#include <sys/resource.h>

#include "raw.h"

int bp_hidden[BP_HIDDEN_MAX] = {-1, -1, -1, -1};

/* High enough to be out of the way, low enough that the kernel's table of descriptors stays small. */
static long hidden_floor(void)
{
    struct rlimit limit = {1024, 1024};
    bp_raw(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, &limit);
    long highest = limit.rlim_cur < 1024 ? (long)limit.rlim_cur : 1024;
    return highest > 64 ? highest - 32 : highest / 2;
}

static bool replace(int from, int to)
{
    for (int i = 0; i < BP_HIDDEN_MAX; i++) {
        int expected = from;
        if (__atomic_compare_exchange_n(&bp_hidden[i], &expected, to, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            return true;
    }
    return false;
}

int bp_fd_hide(int fd)
{
    long high = bp_raw(SYS_fcntl, fd, F_DUPFD_CLOEXEC, hidden_floor());
    bp_raw(SYS_close, fd);
    if (bp_raw_failed(high)) return -1;
    if (replace(-1, (int)high)) return (int)high;
    bp_raw(SYS_close, high);
    return -1;
}

void bp_fd_drop(int fd)
{
    if (fd >= 0 && replace(fd, -1)) bp_raw(SYS_close, fd);
}

void bp_fd_vacate(int fd)
{
    if (!bp_fd_hidden(fd)) return;
    long other = bp_raw(SYS_fcntl, fd, F_DUPFD_CLOEXEC, hidden_floor());
    /* The old number stays open: dup2 onto an open descriptor replaces it in one step, as the program expects. */
    replace(fd, bp_raw_failed(other) ? -1 : (int)other);
}
