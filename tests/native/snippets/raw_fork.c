/* SPDX-License-Identifier: MIT */
/* A fork that no wrapper sees. */
#include "snippet.h"

int main(void)
{
    mark(1);
    pid_t child = (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (child == 0) {
        for (int i = 0; i < 100; i++)
            mark(10);
        _exit(6);
    }
    for (int i = 0; i < 100; i++)
        mark(2);
    print_end("child", child);
    return 0;
}
