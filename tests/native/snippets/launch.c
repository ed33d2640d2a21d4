/* SPDX-License-Identifier: MIT */
/* Executes a program in each way that a program can be: spawned, by name, by descriptor, out of vfork. */
#include <fcntl.h>
#include <libgen.h>
#include <spawn.h>

#include "snippet.h"

int main(int count, char **words)
{
    const char *program = count > 1 ? words[1] : "/bin/true";
    char *const arguments[] = {"launched", NULL}, *const bare[] = {NULL};
    char folder[4096];
    pid_t child;
    snprintf(folder, sizeof folder, "%s", program);
    posix_spawn(&child, program, NULL, NULL, arguments, bare);
    print_end("spawned", child);
    child = fork();
    if (child == 0) _exit(fexecve(open(program, O_RDONLY | O_CLOEXEC), arguments, bare));
    print_end("by descriptor", child);
    child = fork();
    if (child == 0)
        _exit(execveat(open(dirname(folder), O_PATH | O_CLOEXEC), strrchr(program, '/') + 1, arguments, bare, 0));
    print_end("in a folder", child);
    child = fork();
    if (child == 0) _exit(execveat(open(program, O_PATH | O_CLOEXEC), "", arguments, bare, AT_EMPTY_PATH));
    print_end("itself", child);
    child = vfork();
    if (child == 0) {
        execle(program, "launched", "out of vfork", (char *)NULL, bare);
        _exit(1);
    }
    print_end("out of vfork", child);
    return 0;
}
