/* SPDX-License-Identifier: MIT */
/* read, write and their vectored forms. */
#include <sys/uio.h>
#include <unistd.h>

#include "move.h"

BP_REAL(ssize_t, read, int, void *, size_t);
BP_REAL(ssize_t, __read_chk, int, void *, size_t, size_t);
BP_REAL(ssize_t, readv, int, const struct iovec *, int);
BP_REAL(ssize_t, write, int, const void *, size_t);
BP_REAL(ssize_t, writev, int, const struct iovec *, int);

BP_EXPORT ssize_t read(int fd, void *buffer, size_t size)
{
    BP_RESOLVE(read);
    BP_PASS(fd, real_read(fd, buffer, size));
    struct iovec vector = {buffer, size};
    return BP_RECEIVE(read, fd, &vector, 1, 0, real_read(fd, buffer, size));
}

ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room);
BP_EXPORT ssize_t __read_chk(int fd, void *buffer, size_t size, size_t room)
{
    BP_RESOLVE(__read_chk);
    BP_PASS(fd, real___read_chk(fd, buffer, size, room));
    /* Too small a buffer must end the program as it would without us, held bytes or not. */
    if (size > room) return real___read_chk(fd, buffer, size, room);
    struct iovec vector = {buffer, size};
    return BP_RECEIVE(read, fd, &vector, 1, 0, real___read_chk(fd, buffer, size, room));
}

BP_EXPORT ssize_t readv(int fd, const struct iovec *vectors, int count)
{
    BP_RESOLVE(readv);
    BP_PASS(fd, real_readv(fd, vectors, count));
    return BP_RECEIVE(readv, fd, vectors, count, 0, real_readv(fd, vectors, count));
}

BP_EXPORT ssize_t write(int fd, const void *bytes, size_t size)
{
    BP_RESOLVE(write);
    BP_PASS(fd, real_write(fd, bytes, size));
    struct iovec vector = {(void *)bytes, size};
    return BP_SEND(write, fd, &vector, 1, 0, real_write(fd, bytes, size));
}

BP_EXPORT ssize_t writev(int fd, const struct iovec *vectors, int count)
{
    BP_RESOLVE(writev);
    BP_PASS(fd, real_writev(fd, vectors, count));
    return BP_SEND(writev, fd, vectors, count, 0, real_writev(fd, vectors, count));
}

BP_ALIAS(read, __read);
BP_ALIAS(write, __write);
