/* SPDX-License-Identifier: MIT */
#include <spawn.h>

#include "snippet.h"

static char *const none[] = {NULL};

int main(void)
{
    char *const arguments[] = {"sh", "-c", "exit 9", NULL};
    pid_t child = -5;
    printf("spawn %d\n", posix_spawn(&child, "/bin/sh", NULL, NULL, arguments, none));
    print_end("sh", child);
    printf("spawnp %d\n", posix_spawnp(&child, "sh", NULL, NULL, arguments, environ));
    print_end("sh by name", child);
    child = -5;
    printf("missing %d, child %d\n", posix_spawn(&child, "/not/there", NULL, NULL, arguments, none), child);
    printf("without a pid %d\n", posix_spawn(NULL, "/bin/true", NULL, NULL, arguments, none));
    print_end("true", wait(NULL) > 0 ? fork() ?: (_exit(0), 0) : -1);
    return 0;
}
