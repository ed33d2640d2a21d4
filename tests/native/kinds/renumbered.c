/* SPDX-License-Identifier: MIT */
/* The program takes every number up to its limit, in any order, and moves its own about. */
#include <fcntl.h>
#include <sys/resource.h>

#include "../snippets/snippet.h"

int main(void)
{
    struct rlimit limit = {1024, 1024};
    int wrong = 0, ends[2];
    char text[8];
    setrlimit(RLIMIT_NOFILE, &limit);
    for (int fd = 1023; fd > 2; fd--)
        wrong += dup2(0, fd) != fd;
    for (int i = 0; i < 5000; i++)
        mark(1);
    for (int fd = 3; fd < 1024; fd += 2)
        wrong += close(fd) != 0;
    for (int fd = 3; fd < 1024; fd += 2)
        wrong += fcntl(0, F_DUPFD, fd) != fd;
    closefrom(3);
    wrong += pipe(ends) != 0 || dup2(ends[0], 0) != 0 || dup3(ends[1], 1000, O_CLOEXEC) != 1000;
    wrong += write(1000, "12345", 5) != 5 || read(0, text, sizeof text) != 5;
    for (int i = 0; i < 5000; i++)
        mark(2);
    printf("wrong %d\n", wrong);
    return 0;
}
