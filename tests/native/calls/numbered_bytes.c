/* SPDX-License-Identifier: MIT */
/* Bytes moved by number. */
#include "numbered.h"

static char buffer[64];
static struct iovec parts[] = {{buffer, 3}, {buffer + 3, 5}};
static struct mmsghdr messages[2] = {{.msg_hdr = {.msg_iov = parts, .msg_iovlen = 2}},
                                     {.msg_hdr = {.msg_iov = parts, .msg_iovlen = 1}}};

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
