/* SPDX-License-Identifier: MIT */
/* The same calls by number: recorded under the plain name. */
#include "calls.h"

#include <arpa/inet.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>

#define NUMBERED(name) SNIPPET_AS(name, "syscall:" #name)

static char buffer[64];
static struct iovec parts[] = {{buffer, 3}, {buffer + 3, 5}};
static struct mmsghdr messages[2] = {{.msg_hdr = {.msg_iov = parts, .msg_iovlen = 2}},
                                     {.msg_hdr = {.msg_iov = parts, .msg_iovlen = 1}}};
static struct timespec millisecond = {0, 1000000};

/* One call with success and one without. */
#define TWICE(number, call, first, other, descriptor, wrong, ...)                                                      \
    CALL(call, descriptor, first, other, "", syscall(SYS_##number, descriptor, ##__VA_ARGS__));                        \
    CALL(call, wrong, first, other, "", syscall(SYS_##number, wrong, ##__VA_ARGS__))

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

/* Two new descriptors. */
static void paired(const char *call, long result, const int ends[2], long second)
{
    bool failed = result != 0;
    expect(&(struct expected){call, failed, failed ? -1 : ends[0], result, failed ? errno : 0, failed ? 0 : ends[1],
                              second, ""});
}

NUMBERED(pipe2)
{
    int ends[2];
    paired("pipe2", syscall(SYS_pipe2, ends, O_NONBLOCK), ends, O_NONBLOCK);
    paired("pipe2", syscall(SYS_pipe2, ends, INT_MAX), ends, INT_MAX);
}

NUMBERED(socketpair)
{
    int ends[2];
    paired("socketpair", syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), ends, SOCK_STREAM);
    paired("socketpair", syscall(SYS_socketpair, AF_INET, SOCK_STREAM, 0, ends), ends, SOCK_STREAM);
}

NUMBERED(socket)
{
    CALL(socket, -1, AF_INET, SOCK_DGRAM, "", syscall(SYS_socket, AF_INET, SOCK_DGRAM, 0));
    CALL(socket, -1, AF_INET, 99, "", syscall(SYS_socket, AF_INET, 99, 0));
}

static struct sockaddr_in name = {.sin_family = AF_INET};

static int tcp(void)
{
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return check(socket(AF_INET, SOCK_STREAM, 0), "socket");
}

NUMBERED(bind)
{
    int fd = tcp();
    TWICE(bind, bind, 0, 0, fd, CLOSED, &name, sizeof name);
}

NUMBERED(listen)
{
    int fd = tcp();
    TWICE(listen, listen, 3, 0, fd, CLOSED, 3);
}

static int listener(void)
{
    socklen_t length = sizeof name;
    int fd = tcp();
    check(bind(fd, (struct sockaddr *)&name, sizeof name), "bind");
    check(listen(fd, 4), "listen");
    check(getsockname(fd, (struct sockaddr *)&name, &length), "getsockname");
    return fd;
}

static int knocked_at(void)
{
    int fd = listener(), client = tcp();
    check(connect(client, (struct sockaddr *)&name, sizeof name), "connect");
    return fd;
}

NUMBERED(accept)
{
    int fd = knocked_at();
    TWICE(accept, accept, 0, 0, fd, CLOSED, NULL, NULL);
}

NUMBERED(accept4)
{
    int fd = knocked_at();
    TWICE(accept4, accept4, SOCK_CLOEXEC, 0, fd, CLOSED, NULL, NULL, SOCK_CLOEXEC);
}

NUMBERED(connect)
{
    listener();
    int fd = tcp();
    TWICE(connect, connect, 0, 0, fd, CLOSED, &name, sizeof name);
}

NUMBERED(shutdown)
{
    int other, fd = end_of_pair(&other);
    TWICE(shutdown, shutdown, SHUT_WR, 0, fd, CLOSED, SHUT_WR);
}

NUMBERED(read)
{
    int fd = memory_file("12345678");
    CALL(read, fd, 4, 0, "", syscall(SYS_read, fd, buffer, 4));
    CALL(read, fd, 9, 4, "", syscall(SYS_read, fd, buffer, 9));
    CALL(read, CLOSED, 9, 0, "", syscall(SYS_read, CLOSED, buffer, 9));
}

NUMBERED(write)
{
    int fd = memory_file("");
    TWICE(write, write, 4, 0, fd, CLOSED, "1234", 4);
}

NUMBERED(readv)
{
    int fd = memory_file("12345678");
    TWICE(readv, readv, 8, 0, fd, CLOSED, parts, 2);
}

NUMBERED(writev)
{
    int fd = memory_file("");
    TWICE(writev, writev, 8, 0, fd, CLOSED, parts, 2);
}

NUMBERED(pread64)
{
    int fd = memory_file("12345678");
    TWICE(pread64, pread, 4, 3, fd, CLOSED, buffer, 4, 3L);
}

NUMBERED(pwrite64)
{
    int fd = memory_file("");
    TWICE(pwrite64, pwrite, 4, 3, fd, CLOSED, buffer, 4, 3L);
}

NUMBERED(preadv)
{
    int fd = memory_file("12345678");
    TWICE(preadv, preadv, 8, 3, fd, CLOSED, parts, 2, 3L, 0L);
}

NUMBERED(pwritev)
{
    int fd = memory_file("");
    TWICE(pwritev, pwritev, 8, 3, fd, CLOSED, parts, 2, 3L, 0L);
}

NUMBERED(preadv2)
{
    int fd = memory_file("12345678");
    TWICE(preadv2, preadv2, 8, 3, fd, CLOSED, parts, 2, 3L, 0L, 0);
}

NUMBERED(pwritev2)
{
    int fd = memory_file("");
    TWICE(pwritev2, pwritev2, 8, 3, fd, CLOSED, parts, 2, 3L, 0L, 0);
}

static int filled_end(void)
{
    int other, fd = end_of_pair(&other);
    check((int)write(other, "12345678", 8), "write");
    return fd;
}

NUMBERED(recvfrom)
{
    int fd = filled_end();
    TWICE(recvfrom, recvfrom, 4, 0, fd, CLOSED, buffer, 4, 0, NULL, NULL);
}

NUMBERED(recvmsg)
{
    int fd = filled_end();
    TWICE(recvmsg, recvmsg, 8, 0, fd, CLOSED, &messages->msg_hdr, 0);
}

NUMBERED(recvmmsg)
{
    int fd = filled_end();
    TWICE(recvmmsg, recvmmsg, 1, 0, fd, CLOSED, messages, 1, 0, NULL);
}

NUMBERED(sendto)
{
    int other, fd = end_of_pair(&other);
    TWICE(sendto, sendto, 4, 0, fd, CLOSED, buffer, 4, 0, NULL, 0);
}

NUMBERED(sendmsg)
{
    int other, fd = end_of_pair(&other);
    TWICE(sendmsg, sendmsg, 8, 0, fd, CLOSED, &messages->msg_hdr, 0);
}

NUMBERED(sendmmsg)
{
    int other, fd = end_of_pair(&other);
    TWICE(sendmmsg, sendmmsg, 2, 0, fd, CLOSED, messages, 2, 0);
}

NUMBERED(sendfile)
{
    int other, fd = end_of_pair(&other), file = memory_file("12345678");
    TWICE(sendfile, sendfile, file, 0, fd, CLOSED, file, NULL, 5);
}

static void two_pipes(int in[2], int out[2])
{
    check(pipe(in), "pipe");
    check(pipe(out), "pipe");
    check((int)write(in[1], "12345678", 8), "write");
}

NUMBERED(splice)
{
    int in[2], out[2];
    two_pipes(in, out);
    CALL(splice, out[1], in[0], 0, "", syscall(SYS_splice, in[0], NULL, out[1], NULL, 5, 0));
    CALL(splice, CLOSED, in[0], 0, "", syscall(SYS_splice, in[0], NULL, CLOSED, NULL, 5, 0));
}

NUMBERED(tee)
{
    int in[2], out[2];
    two_pipes(in, out);
    CALL(tee, out[1], in[0], 0, "", syscall(SYS_tee, in[0], out[1], 5, 0));
    CALL(tee, CLOSED, in[0], 0, "", syscall(SYS_tee, in[0], CLOSED, 5, 0));
}

NUMBERED(vmsplice)
{
    int in[2], out[2];
    two_pipes(in, out);
    TWICE(vmsplice, vmsplice, 8, 0, out[1], CLOSED, parts, 2, 0);
}

NUMBERED(copy_file_range)
{
    int from = memory_file("12345678"), to = memory_file("");
    CALL(copy_file_range, to, from, 0, "", syscall(SYS_copy_file_range, from, NULL, to, NULL, 5, 0));
    CALL(copy_file_range, to, from, 0, "", syscall(SYS_copy_file_range, from, NULL, to, NULL, 5, 1));
}

static int writable(void)
{
    int other;
    return end_of_pair(&other);
}

NUMBERED(epoll_create1)
{
    CALL(epoll_create, -1, 0, 0, "", syscall(SYS_epoll_create1, 0));
    CALL(epoll_create, -1, 0, 0, "", syscall(SYS_epoll_create1, INT_MAX));
}

NUMBERED(epoll_ctl)
{
    int set = check(epoll_create1(0), "epoll_create1"), fd = writable();
    struct epoll_event event = {.events = EPOLLOUT};
    TWICE(epoll_ctl, epoll_ctl, EPOLL_CTL_ADD, fd, set, CLOSED, EPOLL_CTL_ADD, fd, &event);
}

NUMBERED(epoll_pwait)
{
    struct epoll_event event;
    int set = check(epoll_create1(0), "epoll_create1");
    TWICE(epoll_pwait, epoll_pwait, 1, 1, set, CLOSED, &event, 1, 1, NULL, 8L);
}

NUMBERED(epoll_pwait2)
{
    struct epoll_event event;
    int set = check(epoll_create1(0), "epoll_create1");
    TWICE(epoll_pwait2, epoll_pwait2, 1, 0, set, CLOSED, &event, 1, &millisecond, NULL, 8L);
}

NUMBERED(ppoll)
{
    struct pollfd one = {.fd = writable(), .events = POLLIN};
    struct timespec left = millisecond;
    CALL(ppoll, -1, 1, 0, "", syscall(SYS_ppoll, &one, 1, &left, NULL, 8L));
    if (left.tv_nsec != 0) abort();
    CALL(ppoll, -1, 1, 0, "", syscall(SYS_ppoll, nowhere, 1, NULL, NULL, 8L));
}

NUMBERED(pselect6)
{
    fd_set reads;
    struct timespec left = millisecond;
    int fd = writable();
    FD_ZERO(&reads);
    FD_SET(fd, &reads);
    CALL(pselect, -1, fd + 1, 0, "", syscall(SYS_pselect6, fd + 1, &reads, NULL, NULL, &left, NULL));
    if (left.tv_nsec != 0) abort();
    CALL(pselect, -1, -1, 0, "", syscall(SYS_pselect6, -1, NULL, NULL, NULL, NULL, NULL));
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

static char *const words[] = {"sh", "-c", "exit 0", NULL};
static char *const bare[] = {NULL};
#define TEXT(path) path "|sh|-c|exit 0"

#define EXECUTE(name, call, descriptor, ...)                                                                           \
    NUMBERED(name)                                                                                                     \
    {                                                                                                                  \
        expect(&(struct expected){#call, false, descriptor, 0, 0, 0, 0, TEXT("/no/such")});                            \
        const char *path = "/no/such";                                                                                 \
        CALL(call, descriptor, 0, 0, TEXT("/no/such"), syscall(SYS_##name, __VA_ARGS__));                              \
        expect(&(struct expected){#call, false, descriptor, 0, 0, 0, 0, TEXT("/bin/sh")});                             \
        say();                                                                                                         \
        path = "/bin/sh";                                                                                              \
        syscall(SYS_##name, __VA_ARGS__);                                                                              \
        abort();                                                                                                       \
    }

EXECUTE(execve, execve, -1, path, words, bare)
EXECUTE(execveat, fexecve, AT_FDCWD, AT_FDCWD, path, words, bare, 0)

NUMBERED(exit_group)
{
    expect(&(struct expected){"_exit", false, -1, 0, 0, 7, 0, ""});
    say();
    syscall(SYS_exit_group, 7);
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

NUMBERED(select)
{
    struct timeval time = {0, 1000};
    fd_set reads;
    int fd = writable();
    FD_ZERO(&reads);
    FD_SET(fd, &reads);
    CALL(select, -1, fd + 1, 0, "", syscall(SYS_select, fd + 1, &reads, NULL, NULL, &time));
    CALL(select, -1, -1, 0, "", syscall(SYS_select, -1, NULL, NULL, NULL, &time));
}

NUMBERED(poll)
{
    struct pollfd one = {.fd = writable(), .events = POLLOUT};
    CALL(poll, one.fd, 1, 5, "", syscall(SYS_poll, &one, 1, 5));
    CALL(poll, -1, 1, 5, "", syscall(SYS_poll, nowhere, 1, 5));
}

NUMBERED(epoll_create)
{
    CALL(epoll_create, -1, 0, 0, "", syscall(SYS_epoll_create, 1));
    CALL(epoll_create, -1, 0, 0, "", syscall(SYS_epoll_create, 0));
}

NUMBERED(epoll_wait)
{
    struct epoll_event event;
    int set = check(epoll_create1(0), "epoll_create1");
    TWICE(epoll_wait, epoll_wait, 1, 1, set, CLOSED, &event, 1, 1);
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
