/* SPDX-License-Identifier: MIT */
/* vfork as shells and runtimes use it: the child runs in this memory until it executes or ends. */
#include "snippet.h"

static char *const none[] = {NULL};

static pid_t start(const char *path)
{
    char *const arguments[] = {"true", NULL};
    volatile int kept = 42;
    pid_t child = vfork();
    if (child == 0) {
        mark(99);
        execve(path, arguments, none);
        _exit(kept);
    }
    return child;
}

static pid_t nested(void)
{
    pid_t child = vfork();
    if (child == 0) {
        pid_t grandchild = vfork();
        if (grandchild == 0) _exit(1);
        mark(98);
        int status = 0;
        waitpid(grandchild, &status, 0);
        _exit(8 + WEXITSTATUS(status));
    }
    return child;
}

int main(void)
{
    mark(1);
    errno = 77;
    print_end("true", start("/bin/true"));
    print_end("not there", start("/not/there"));
    print_end("nested", nested());
    mark(2);
    for (int i = 0; i < 200; i++) {
        pid_t child = start("/not/there");
        waitpid(child, NULL, 0);
    }
    mark(3);
    printf("errno %d\n", errno);
    return 0;
}
