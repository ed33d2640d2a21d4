/* SPDX-License-Identifier: MIT */
/* What the module needs; its own pwrite, which the module must go on finding, and libc's send. */
#include <sys/socket.h>
#include <unistd.h>

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset);
ssize_t needed(int fd);

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    (void)fd, (void)bytes, (void)offset;
    return (ssize_t)count + 1000;
}

ssize_t needed(int fd)
{
    return send(fd, "needed", 6, 0);
}
