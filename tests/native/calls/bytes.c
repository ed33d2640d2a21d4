/* SPDX-License-Identifier: MIT */
/* Moving bytes: streams count them from 0, positions are the program's. */
#include "calls.h"

#include <sys/eventfd.h>
#include <sys/sendfile.h>

ssize_t __read(int fd, void *buffer, size_t size);
ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);
ssize_t __write(int fd, const void *bytes, size_t size);
ssize_t __pread64(int fd, void *buffer, size_t size, off64_t at);
ssize_t __libc_pread(int fd, void *buffer, size_t size, off_t at);
ssize_t __pread_chk(int fd, void *buffer, size_t size, off_t at, size_t room);
ssize_t __pread64_chk(int fd, void *buffer, size_t size, off_t at, size_t room);
ssize_t __pwrite64(int fd, const void *bytes, size_t size, off64_t at);
ssize_t __libc_pwrite(int fd, const void *bytes, size_t size, off_t at);
ssize_t __recv(int fd, void *buffer, size_t size, int flags);
ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags, struct sockaddr *from,
                       socklen_t *length);
ssize_t __send(int fd, const void *bytes, size_t size, int flags);
int __sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags);

static char buffer[64];
static struct iovec parts[] = {{buffer, 3}, {buffer + 3, 5}};

/* Reads of 4 and 4 bytes, one at the end and one that fails. */
#define READ(symbol, ...)                                                                                              \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file("12345678");                                                                              \
        CALL(read, fd, 4, 0, "", symbol(fd, buffer, 4 __VA_ARGS__));                                                   \
        CALL(read, fd, 16, 4, "", symbol(fd, buffer, 16 __VA_ARGS__));                                                 \
        CALL(read, fd, 16, 8, "", symbol(fd, buffer, 16 __VA_ARGS__));                                                 \
        CALL(read, CLOSED, 16, 0, "", symbol(CLOSED, buffer, 16 __VA_ARGS__));                                         \
    }

READ(read)
READ(__read)
READ(__read_chk, , sizeof buffer)

#define WRITE(symbol)                                                                                                  \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file(""), ends[2];                                                                             \
        signal(SIGPIPE, SIG_IGN);                                                                                      \
        check(pipe(ends), "pipe");                                                                                     \
        check(close(ends[0]), "close");                                                                                \
        CALL(write, fd, 5, 0, "", symbol(fd, "12345", 5));                                                             \
        CALL(write, fd, 2, 5, "", symbol(fd, "67", 2));                                                                \
        CALL(write, ends[1], 2, 0, "", symbol(ends[1], "67", 2));                                                      \
    }

WRITE(write)
WRITE(__write)

/* Events are read and written as eight bytes. */
static void eventful(const char *call, int result, int fd, long offset)
{
    bool failed = result != 0;
    expect(&(struct expected){call, failed, fd, failed ? -1 : 8, failed ? errno : 0, 8, offset, ""});
}

SNIPPET(eventfd_read)
{
    eventfd_t value;
    int fd = check(eventfd(3, EFD_NONBLOCK), "eventfd");
    eventful("read", eventfd_read(fd, &value), fd, 0);
    eventful("read", eventfd_read(fd, &value), fd, 8);
}

SNIPPET(eventfd_write)
{
    int fd = check(eventfd(3, EFD_NONBLOCK), "eventfd");
    eventful("write", eventfd_write(fd, 5), fd, 0);
    eventful("write", eventfd_write(fd, ULLONG_MAX - 1), fd, 8);
}

SNIPPET(readv)
{
    int fd = memory_file("12345678");
    CALL(readv, fd, 8, 0, "", readv(fd, parts, 2));
    CALL(readv, CLOSED, 8, 0, "", readv(CLOSED, parts, 2));
}

SNIPPET(writev)
{
    int fd = memory_file("");
    CALL(writev, fd, 8, 0, "", writev(fd, parts, 2));
    CALL(writev, CLOSED, 3, 0, "", writev(CLOSED, parts, 1));
}

#define PREAD(symbol, ...)                                                                                             \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file("12345678");                                                                              \
        CALL(pread, fd, 4, 5, "", symbol(fd, buffer, 4, 5 __VA_ARGS__));                                               \
        CALL(pread, fd, 4, -1, "", symbol(fd, buffer, 4, -1 __VA_ARGS__));                                             \
    }

PREAD(pread)
PREAD(pread64)
PREAD(__pread64)
PREAD(__libc_pread)
PREAD(__pread_chk, , sizeof buffer)
PREAD(__pread64_chk, , sizeof buffer)

#define PWRITE(symbol)                                                                                                 \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file(""), other, socket = end_of_pair(&other);                                                 \
        CALL(pwrite, fd, 4, 5, "", symbol(fd, "1234", 4, 5));                                                          \
        CALL(pwrite, socket, 4, 5, "", symbol(socket, "1234", 4, 5));                                                  \
    }

PWRITE(pwrite)
PWRITE(pwrite64)
PWRITE(__pwrite64)
PWRITE(__libc_pwrite)

#define AT_VECTORS(call, symbol, ...)                                                                                  \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file("12345678"), other, socket = end_of_pair(&other);                                         \
        CALL(call, fd, 8, 2, "", symbol(fd, parts, 2, 2 __VA_ARGS__));                                                 \
        CALL(call, socket, 8, 2, "", symbol(socket, parts, 2, 2 __VA_ARGS__));                                         \
    }

AT_VECTORS(preadv, preadv)
AT_VECTORS(preadv, preadv64)
AT_VECTORS(pwritev, pwritev)
AT_VECTORS(pwritev, pwritev64)

/* Position -1 is the file's own. */
#define AT_VECTORS_2(call, symbol)                                                                                     \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = memory_file("12345678"), other, socket = end_of_pair(&other);                                         \
        CALL(call, fd, 8, 2, "", symbol(fd, parts, 2, 2, 0));                                                          \
        CALL(call, fd, 3, 0, "", symbol(fd, parts, 1, -1, 0));                                                         \
        CALL(call, socket, 8, 2, "", symbol(socket, parts, 2, 2, 0));                                                  \
    }

AT_VECTORS_2(preadv2, preadv2)
AT_VECTORS_2(preadv2, preadv64v2)
AT_VECTORS_2(pwritev2, pwritev2)
AT_VECTORS_2(pwritev2, pwritev64v2)

static int filled_end(const char *bytes)
{
    int other, fd = end_of_pair(&other);
    check((int)write(other, bytes, strlen(bytes)), "write");
    return fd;
}

#define RECV(call, symbol, ...)                                                                                        \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int fd = filled_end("12345678");                                                                               \
        CALL(call, fd, 4, 0, "", symbol(fd, buffer, 4, __VA_ARGS__));                                                  \
        CALL(call, fd, 4, 4, "", symbol(fd, buffer, 4, __VA_ARGS__));                                                  \
        CALL(call, fd, 4, 8, "", symbol(fd, buffer, 4, __VA_ARGS__));                                                  \
    }

RECV(recv, recv, MSG_DONTWAIT)
RECV(recv, __recv, MSG_DONTWAIT)
RECV(recv, __recv_chk, sizeof buffer, MSG_DONTWAIT)
RECV(recvfrom, recvfrom, MSG_DONTWAIT, NULL, NULL)
RECV(recvfrom, __recvfrom_chk, sizeof buffer, MSG_DONTWAIT, NULL, NULL)

#define SEND(call, symbol, ...)                                                                                        \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int other, fd = end_of_pair(&other);                                                                           \
        CALL(call, fd, 4, 0, "", symbol(fd, "1234", 4, MSG_NOSIGNAL __VA_ARGS__));                                     \
        check(close(other), "close");                                                                                  \
        CALL(call, fd, 4, 4, "", symbol(fd, "1234", 4, MSG_NOSIGNAL __VA_ARGS__));                                     \
    }

SEND(send, send)
SEND(send, __send)
SEND(sendto, sendto, , NULL, 0)

static struct mmsghdr messages[2] = {{.msg_hdr = {.msg_iov = parts, .msg_iovlen = 2}},
                                     {.msg_hdr = {.msg_iov = parts, .msg_iovlen = 1}}};

SNIPPET(recvmsg)
{
    int fd = filled_end("12345678");
    CALL(recvmsg, fd, 8, 0, "", recvmsg(fd, &messages->msg_hdr, MSG_DONTWAIT));
    CALL(recvmsg, fd, 8, 8, "", recvmsg(fd, &messages->msg_hdr, MSG_DONTWAIT));
}

SNIPPET(sendmsg)
{
    int other, fd = end_of_pair(&other), file = memory_file("");
    CALL(sendmsg, fd, 8, 0, "", sendmsg(fd, &messages->msg_hdr, 0));
    CALL(sendmsg, fd, 3, 8, "", sendmsg(fd, &messages[1].msg_hdr, 0));
    CALL(sendmsg, file, 8, 0, "", sendmsg(file, &messages->msg_hdr, 0));
}

SNIPPET(recvmmsg)
{
    int ends[2];
    check(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), "socketpair");
    check((int)write(ends[1], "12345678", 8), "write");
    check((int)write(ends[1], "901", 3), "write");
    CALL(recvmmsg, ends[0], 2, 0, "", recvmmsg(ends[0], messages, 2, MSG_DONTWAIT, NULL));
    CALL(recvmmsg, ends[0], 1, 11, "", recvmmsg(ends[0], messages, 1, MSG_DONTWAIT, NULL));
}

#define SENDMMSG(symbol)                                                                                               \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int other, fd = end_of_pair(&other), file = memory_file("");                                                   \
        CALL(sendmmsg, fd, 2, 0, "", symbol(fd, messages, 2, 0));                                                      \
        CALL(sendmmsg, fd, 1, 11, "", symbol(fd, messages, 1, 0));                                                     \
        CALL(sendmmsg, file, 2, 0, "", symbol(file, messages, 2, 0));                                                  \
    }

SENDMMSG(sendmmsg)
SENDMMSG(__sendmmsg)

#define SENDFILE(symbol)                                                                                               \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int other, fd = end_of_pair(&other), file = memory_file("12345678");                                           \
        CALL(sendfile, fd, file, 0, "", symbol(fd, file, NULL, 5));                                                    \
        CALL(sendfile, fd, file, 5, "", symbol(fd, file, NULL, 5));                                                    \
        CALL(sendfile, fd, CLOSED, 8, "", symbol(fd, CLOSED, NULL, 5));                                                \
    }

SENDFILE(sendfile)
SENDFILE(sendfile64)

static void two_pipes(int in[2], int out[2])
{
    check(pipe(in), "pipe");
    check(pipe(out), "pipe");
    check((int)write(in[1], "12345678", 8), "write");
}

SNIPPET(splice)
{
    int in[2], out[2];
    two_pipes(in, out);
    CALL(splice, out[1], in[0], 0, "", splice(in[0], NULL, out[1], NULL, 5, 0));
    CALL(splice, out[1], in[0], 5, "", splice(in[0], NULL, out[1], NULL, 9, 0));
    CALL(splice, out[1], in[0], 8, "", splice(in[0], NULL, out[1], NULL, 9, SPLICE_F_NONBLOCK));
}

SNIPPET(tee)
{
    int in[2], out[2];
    two_pipes(in, out);
    CALL(tee, out[1], in[0], 0, "", tee(in[0], out[1], 5, 0));
    CALL(tee, out[1], in[0], 5, "", tee(in[0], out[1], 9, 0));
    CALL(tee, out[1], CLOSED, 13, "", tee(CLOSED, out[1], 9, 0));
}

SNIPPET(vmsplice)
{
    int in[2], out[2];
    two_pipes(in, out);
    CALL(vmsplice, out[1], 8, 0, "", vmsplice(out[1], parts, 2, 0));
    CALL(readv, in[0], 3, 0, "", vmsplice(in[0], parts, 1, 0));
    CALL(readv, in[0], 8, 3, "", vmsplice(in[0], parts, 2, 0));
    CALL(vmsplice, CLOSED, 8, 0, "", vmsplice(CLOSED, parts, 2, 0));
}

SNIPPET(copy_file_range)
{
    int from = memory_file("12345678"), to = memory_file("");
    CALL(copy_file_range, to, from, 0, "", copy_file_range(from, NULL, to, NULL, 5, 0));
    CALL(copy_file_range, to, from, 0, "", copy_file_range(from, NULL, to, NULL, 5, 1));
}
