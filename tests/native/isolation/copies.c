/* SPDX-License-Identifier: MIT */
/* Further descriptors and processes. */
#include <sys/wait.h>

#include "pipelined.h"

static void by_dup(void)
{
    char bytes[4096] = "";
    int other = fcntl(ends[1], F_DUPFD, 2000);
    got(read(ends[1], bytes, sizeof bytes), bytes);
    dup2(ends[1], 700);
    close(ends[1]);
    got(read(700, bytes, sizeof bytes), bytes);
    close(700);
    got(read(other, bytes, sizeof bytes), bytes);
    printf("closed %d\n", close(other));
}

static void by_fork(void)
{
    char bytes[4096] = "";
    got(read(ends[1], bytes, sizeof bytes), bytes);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        while (total < ALL)
            got(read(ends[1], bytes, sizeof bytes), bytes);
        exit(0);
    }
    close(ends[1]);
    waitpid(child, NULL, 0);
}

RUN({"dup", by_dup}, {"fork", by_fork})
