/* SPDX-License-Identifier: MIT */
/*
 * What stands in for syscall() where it asks for a call of the table by number:
 * the wrapper of that call. libc's function behind it is that system call and a
 * cancellation point, which syscall() is not: so cancellation waits meanwhile.
 * Arguments that only the kernel's form has go to the kernel itself.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <unistd.h>

#include "../isolate/held.h"
#include "observe.h"
#include "seccomp.h"

#define HIDDEN __attribute__((visibility("hidden")))

HIDDEN long (*bp_real_syscall)(long, ...);
static const struct bp_real_slot real_slot_syscall
    __attribute__((section("bp_real"), used)) = {"syscall", (void **)&bp_real_syscall, NULL};

#define UNUSED __attribute__((unused))
#define NUMBERED(name)                                                                                                 \
    static long name##_by_number(UNUSED long number, UNUSED long a, UNUSED long b, UNUSED long c, UNUSED long d,       \
                                 UNUSED long e, UNUSED long f)

#define KERNEL() bp_real_syscall(number, a, b, c, d, e, f)

#define UNCANCELLED(call_expression)                                                                                   \
    ({                                                                                                                 \
        int before_;                                                                                                   \
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before_);                                                      \
        long result_ = (long)(call_expression);                                                                        \
        pthread_setcancelstate(before_, NULL);                                                                         \
        result_;                                                                                                       \
    })

/* The wrapper of the same name takes the same arguments as the kernel. */
#define SAME(name, ...)                                                                                                \
    NUMBERED(name)                                                                                                     \
    {                                                                                                                  \
        return UNCANCELLED(name(__VA_ARGS__));                                                                         \
    }

#define AS(name, call_expression)                                                                                      \
    NUMBERED(name)                                                                                                     \
    {                                                                                                                  \
        return UNCANCELLED(call_expression);                                                                           \
    }

#define A ((int)a)
#define B ((int)b)
#define C ((int)c)
#define D ((int)d)
#define AT(argument) ((void *)(argument))
#define SIZE(argument) ((size_t)(argument))
#define UNSIGNED(argument) ((unsigned)(argument))

SAME(openat, A, AT(b), C, (mode_t)d)
SAME(close, A)
SAME(close_range, UNSIGNED(a), UNSIGNED(b), C)
SAME(dup, A)
SAME(dup3, A, B, C)
SAME(fsync, A)
SAME(fdatasync, A)

/* libc's fcntl asks for owners in another way. */
NUMBERED(fcntl)
{
    return B == F_GETOWN ? KERNEL() : UNCANCELLED(fcntl(A, B, c));
}

/* The kernel alone can tell whether `how` can be read. */
NUMBERED(openat2)
{
    const struct open_how *how = AT(c);
    struct bp_call_facts facts = {.call = BP_CALL_openat, .fd = -1};
    if (bp_recording()) facts.begin = bp_now();
    a = bp_visible(A);
    int fd = (int)KERNEL();
    if (fd >= 0) facts.argument = how->flags;
    if (fd >= 0) facts.offset = how->mode;
    return bp_observed_opening(&facts, fd, &(struct bp_opening){.path = AT(b)});
}

SAME(pipe2, AT(a), B)
SAME(socketpair, A, B, C, AT(d))
SAME(socket, A, B, C)
SAME(bind, A, AT(b), UNSIGNED(c))
SAME(listen, A, B)
SAME(accept, A, AT(b), AT(c))
SAME(accept4, A, AT(b), AT(c), D)
SAME(connect, A, AT(b), UNSIGNED(c))
SAME(shutdown, A, B)

SAME(read, A, AT(b), SIZE(c))
SAME(write, A, AT(b), SIZE(c))
SAME(readv, A, AT(b), C)
SAME(writev, A, AT(b), C)
AS(pread64, pread(A, AT(b), SIZE(c), d))
AS(pwrite64, pwrite(A, AT(b), SIZE(c), d))
SAME(preadv, A, AT(b), C, d)
SAME(pwritev, A, AT(b), C, d)
AS(preadv2, preadv2(A, AT(b), C, d, (int)f))
AS(pwritev2, pwritev2(A, AT(b), C, d, (int)f))
SAME(recvfrom, A, AT(b), SIZE(c), D, AT(e), AT(f))
SAME(sendto, A, AT(b), SIZE(c), D, AT(e), UNSIGNED(f))
SAME(recvmsg, A, AT(b), C)
SAME(sendmsg, A, AT(b), C)
SAME(recvmmsg, A, AT(b), UNSIGNED(c), D, AT(e))
SAME(sendmmsg, A, AT(b), UNSIGNED(c), D)
SAME(sendfile, A, B, AT(c), SIZE(d))
SAME(splice, A, AT(b), C, AT(d), SIZE(e), UNSIGNED(f))
SAME(tee, A, B, SIZE(c), UNSIGNED(d))
SAME(vmsplice, A, AT(b), SIZE(c), UNSIGNED(d))
SAME(copy_file_range, A, AT(b), C, AT(d), SIZE(e), UNSIGNED(f))
SAME(ioctl, A, (unsigned long)b, c)

SAME(epoll_create1, A)
SAME(epoll_ctl, A, B, C, AT(d))
AS(eventfd2, eventfd(UNSIGNED(a), B))
SAME(timerfd_create, A, B)

#define SIGNALS 8 /* bytes of the kernel's signal set */

AS(signalfd4, SIZE(c) == SIGNALS ? signalfd(A, AT(b), D) : KERNEL())
AS(epoll_pwait, SIZE(f) == SIGNALS ? epoll_pwait(A, AT(b), C, D, AT(e)) : KERNEL())
AS(epoll_pwait2, SIZE(f) == SIGNALS ? epoll_pwait2(A, AT(b), C, AT(d), AT(e)) : KERNEL())

static bool holds(void)
{
    return __atomic_load_n(&bp_held_channels, __ATOMIC_ACQUIRE) > 0;
}

/* Newer machines have only their successors, and libc asks for these: a filter
 * may know but the number that the program asks for. */
#ifdef SYS_open

static bool as_asked(void)
{
    return !bp_recording() && bp_sealed;
}

static long arrived(long fd)
{
    if (fd >= 0) bp_channel_arrived((int)fd, NULL);
    return fd;
}

/* With a descriptor it makes none. */
static long arrived_unless(int given, long fd)
{
    return given < 0 ? arrived(fd) : fd;
}

static long both_arrived(long result, const int ends[2])
{
    for (int i = 0; result == 0 && i < 2; i++)
        arrived(ends[i]);
    return result;
}

AS(open, as_asked() ? arrived(KERNEL()) : open(AT(a), B, (mode_t)c))
AS(creat, as_asked() ? arrived(KERNEL()) : creat(AT(a), (mode_t)b))
AS(pipe, as_asked() ? both_arrived(KERNEL(), AT(a)) : pipe(AT(a)))
AS(select, as_asked() && !holds() ? KERNEL() : select(A, AT(b), AT(c), AT(d), AT(e)))
AS(epoll_create, as_asked() ? arrived(KERNEL()) : epoll_create(A))
AS(epoll_wait, as_asked() && !holds() ? KERNEL() : epoll_wait(A, AT(b), C, D))
AS(eventfd, as_asked() ? arrived(KERNEL()) : eventfd(UNSIGNED(a), 0))
AS(signalfd, SIZE(c) != SIGNALS ? KERNEL() : as_asked() ? arrived_unless(A, KERNEL()) : signalfd(A, AT(b), 0))
SAME(dup2, A, B)
SAME(poll, AT(a), SIZE(b), C)
#endif

/* These tell how much of the time was left, as libc's do not: only where bytes
 * are held is the wrapper asked, which then does not wait. */
NUMBERED(ppoll)
{
    if (holds() && SIZE(e) == SIGNALS) return UNCANCELLED(ppoll(AT(a), SIZE(b), AT(c), AT(d)));
    return BP_OBSERVE(ppoll, -1, KERNEL(), .argument = (uint64_t)b);
}

NUMBERED(pselect6)
{
    const struct {
        const sigset_t *mask;
        size_t size;
    } *signals = AT(f);
    if (holds() && (!signals || signals->size == SIGNALS))
        return UNCANCELLED(pselect(A, AT(b), AT(c), AT(d), AT(e), signals ? signals->mask : NULL));
    return BP_OBSERVE(pselect, -1, KERNEL(), .argument = (uint64_t)A);
}

/* No cancellation points; a vfork child may be the caller, whose cancellation
 * is its parent's. */
NUMBERED(execve)
{
    return execve(AT(a), AT(b), AT(c));
}

NUMBERED(execveat)
{
    return execveat(A, AT(b), AT(c), AT(d), (int)e);
}

NUMBERED(exit_group)
{
    _exit(A);
}

NUMBERED(prctl)
{
    return A == PR_SET_SECCOMP ? prctl(A, b, c, d, e) : KERNEL();
}

/* Without a filter the call only asks what the kernel can do. */
NUMBERED(seccomp)
{
    if (A != SECCOMP_SET_MODE_STRICT && (A != SECCOMP_SET_MODE_FILTER || !c)) return KERNEL();
    bool before = bp_seal();
    long result = KERNEL();
    if (result == -1) bp_sealed = before;
    return result;
}

HIDDEN extern long (*const bp_numbered[])(long, long, long, long, long, long, long);
HIDDEN extern const unsigned long bp_numbered_count;

long (*const bp_numbered[])(long, long, long, long, long, long, long) = {
#define BP_SYSCALL(name, call) [SYS_##name] = name##_by_number,
#include "../../wire/calls.def"
    [SYS_ioctl] = ioctl_by_number,
    [SYS_prctl] = prctl_by_number,
    [SYS_seccomp] = seccomp_by_number,
};
const unsigned long bp_numbered_count = sizeof bp_numbered / sizeof *bp_numbered;
