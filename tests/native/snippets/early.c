/* SPDX-License-Identifier: MIT */
/* Calls from before any constructor, libc's own included. */
#include "snippet.h"

static int before;

static void first(void)
{
    mark(1);
    pid_t child = fork();
    if (child == 0) {
        mark(2);
        _exit(5);
    }
    int status;
    before = waitpid(child, &status, 0) == child ? WEXITSTATUS(status) : -1;
}

__attribute__((section(".preinit_array"), used)) static void (*const entry)(void) = first;

static __attribute__((constructor(101))) void second(void)
{
    mark(3);
}

int main(void)
{
    mark(4);
    printf("early child %d\n", before);
    return 0;
}
