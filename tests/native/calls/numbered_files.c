/* SPDX-License-Identifier: MIT */
/* Files, pipes and other descriptors by number. */
#include <linux/openat2.h>
#include <sys/resource.h>
#include <time.h>

#include "numbered.h"

NUMBERED(openat)
{
    CALL(openat, -1, O_WRONLY | O_CREAT, 0604, "/dev/null",
         syscall(SYS_openat, AT_FDCWD, "/dev/null", O_WRONLY | O_CREAT, 0604));
    CALL(openat, -1, O_RDONLY, 0, "zero", syscall(SYS_openat, CLOSED, "zero", O_RDONLY));
}

NUMBERED(openat2)
{
    struct open_how how = {.flags = O_RDWR | O_CREAT, .mode = 0600};
    CALL(openat, -1, O_RDWR | O_CREAT, 0600, "/dev/null",
         syscall(SYS_openat2, AT_FDCWD, "/dev/null", &how, sizeof how));
    CALL(openat, -1, 0, 0, "/dev/null", syscall(SYS_openat2, AT_FDCWD, "/dev/null", &how, 1));
}

NUMBERED(close)
{
    int fd = memory_file("");
    CALL(close, fd, 0, 0, "", syscall(SYS_close, fd));
}

NUMBERED(close_range)
{
    int fd = check(dup2(memory_file(""), 40), "dup2");
    CALL(close_range, fd, 45, 0, "", syscall(SYS_close_range, 40, 45, 0));
    CALL(close_range, 45, 40, 0, "", syscall(SYS_close_range, 45, 40, 0));
}

NUMBERED(dup)
{
    int fd = memory_file("");
    TWICE(dup, dup, 0, 0, fd, CLOSED);
}

NUMBERED(dup3)
{
    int fd = memory_file("");
    TWICE(dup3, dup3, 40, O_CLOEXEC, fd, CLOSED, 40, O_CLOEXEC);
}

NUMBERED(fcntl)
{
    int fd = memory_file("");
    CALL(fcntl, fd, F_DUPFD, 60, "", syscall(SYS_fcntl, fd, F_DUPFD, 60L));
    CALL(fcntl, fd, F_DUPFD, -1, "", syscall(SYS_fcntl, fd, F_DUPFD, -1L));
}

NUMBERED(fsync)
{
    int fd = memory_file("");
    TWICE(fsync, fsync, 0, 0, fd, CLOSED);
}

NUMBERED(fdatasync)
{
    int fd = memory_file("");
    TWICE(fdatasync, fdatasync, 0, 0, fd, CLOSED);
}

NUMBERED(pipe2)
{
    int ends[2];
    paired("pipe2", syscall(SYS_pipe2, ends, O_NONBLOCK), ends, O_NONBLOCK);
    paired("pipe2", syscall(SYS_pipe2, ends, INT_MAX), ends, INT_MAX);
}

NUMBERED(eventfd2)
{
    CALL(eventfd, -1, 4, O_NONBLOCK, "", syscall(SYS_eventfd2, 4, O_NONBLOCK));
    CALL(eventfd, -1, 4, INT_MAX, "", syscall(SYS_eventfd2, 4, INT_MAX));
}

NUMBERED(signalfd4)
{
    sigset_t signals;
    sigemptyset(&signals);
    CALL(signalfd, -1, 0, 0, "", syscall(SYS_signalfd4, -1, &signals, 8L, 0));
    CALL(signalfd, -1, INT_MAX, 0, "", syscall(SYS_signalfd4, -1, &signals, 8L, INT_MAX));
}

NUMBERED(timerfd_create)
{
    CALL(timerfd_create, -1, CLOCK_MONOTONIC, O_CLOEXEC, "", syscall(SYS_timerfd_create, CLOCK_MONOTONIC, O_CLOEXEC));
    CALL(timerfd_create, -1, 99, 0, "", syscall(SYS_timerfd_create, 99, 0));
}

#ifdef SYS_open
NUMBERED(open)
{
    CALL(open, -1, O_WRONLY | O_CREAT, 0640, "/dev/null", syscall(SYS_open, "/dev/null", O_WRONLY | O_CREAT, 0640));
    CALL(open, -1, O_RDONLY, 0, "/no/such", syscall(SYS_open, "/no/such", O_RDONLY));
}

NUMBERED(creat)
{
    CALL(creat, -1, 0640, 0, "/dev/null", syscall(SYS_creat, "/dev/null", 0640));
    CALL(creat, -1, 0640, 0, "/no/such", syscall(SYS_creat, "/no/such", 0640));
}

NUMBERED(dup2)
{
    int fd = memory_file("");
    TWICE(dup2, dup2, 40, 0, fd, CLOSED, 40);
}

NUMBERED(pipe)
{
    int ends[2];
    paired("pipe", syscall(SYS_pipe, ends), ends, 0);
    paired("pipe", syscall(SYS_pipe, nowhere), ends, 0);
}

NUMBERED(eventfd)
{
    CALL(eventfd, -1, 4, 0, "", syscall(SYS_eventfd, 4));
    check(setrlimit(RLIMIT_NOFILE, &(struct rlimit){0, 0}), "setrlimit");
    CALL(eventfd, -1, 4, 0, "", syscall(SYS_eventfd, 4));
}

NUMBERED(signalfd)
{
    sigset_t signals;
    sigemptyset(&signals);
    CALL(signalfd, -1, 0, 0, "", syscall(SYS_signalfd, -1, &signals, 8L));
    CALL(signalfd, CLOSED, 0, 0, "", syscall(SYS_signalfd, CLOSED, &signals, 8L));
}
#endif
