/* SPDX-License-Identifier: MIT */
#include "hidden.h"

#include <fcntl.h>
#include <sys/resource.h>

#include "raw.h"

struct bp_hidden bp_hidden[BP_HIDDEN_SLOTS] = {{.fd = -1}, {.fd = -1}};

/* High enough to be out of the way, low enough that the kernel's table of descriptors stays small. */
static long lowest_hidden(void)
{
    struct rlimit limit = {1024, 1024};
    bp_raw(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, &limit);
    long limited = limit.rlim_cur < 1024 ? (long)limit.rlim_cur : 1024;
    return limited > 64 ? limited - 32 : limited / 2;
}

static int high_copy(int fd)
{
    long high = bp_raw(SYS_fcntl, fd, F_DUPFD_CLOEXEC, lowest_hidden());
    return bp_raw_failed(high) ? -1 : (int)high;
}

int bp_fd_high(int fd)
{
    int high = high_copy(fd);
    bp_raw(SYS_close, fd);
    return high;
}

bool bp_fd_hide(enum bp_hidden_slot slot, int fd)
{
    int high = bp_fd_high(fd), none = -1;
    if (high < 0) return false;
    if (!__atomic_compare_exchange_n(&bp_hidden[slot].fd, &none, high, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
        bp_raw(SYS_close, high);
    return true;
}

void bp_fd_drop(enum bp_hidden_slot slot, bool ours)
{
    int fd = __atomic_exchange_n(&bp_hidden[slot].fd, -1, __ATOMIC_RELAXED);
    if (fd >= 0 && ours) bp_raw(SYS_close, fd);
}

/* The old number stays open: dup2 onto an open descriptor replaces it in one step. */
void bp_fd_vacate(int fd)
{
    for (int slot = 0; slot < BP_HIDDEN_SLOTS; slot++)
        if (fd >= 0 && bp_hidden[slot].fd == fd) __atomic_store_n(&bp_hidden[slot].fd, high_copy(fd), __ATOMIC_RELAXED);
}
