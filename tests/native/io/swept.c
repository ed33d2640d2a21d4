/* SPDX-License-Identifier: MIT */
/* System calls of the program's own close everything; then it fills all numbers again and uses each of them. */
#include <sys/resource.h>
#include <sys/syscall.h>

#include "io.h"

int main(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = 1024;
    demand(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
    int ends[2], failures = 0, opened[1024], count = 0;
    char byte = 'x';
    connection(ends);
    demand((int)syscall(SYS_close_range, 3, ~0u, 0), "close_range");
    for (int fd; (fd = open("/dev/zero", O_RDWR)) >= 0; opened[count++] = fd) {
        failures += read(fd, &byte, 1) != 1;
        failures += fd > 500 && (fd % 2 ? dup2(0, fd) != fd : dup2(fd, fd) != fd);
    }
    printf("%s\n", strerrorname_np(errno));
    while (count > 0) {
        int fd = opened[--count];
        failures += fcntl(fd, F_GETFD) != 0 || close(fd) != 0;
    }
    printf("%d failures\n", failures);
    return 0;
}
