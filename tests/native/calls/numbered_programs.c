/* SPDX-License-Identifier: MIT */
/* Other programs, and the end, by number. */
#include "numbered.h"

static char *const words[] = {"sh", "-c", "exit 0", NULL};
static char *const bare[] = {NULL};
#define TEXT(path) path "|sh|-c|exit 0"

#define EXECUTE(name, call, descriptor, ...)                                                                           \
    NUMBERED(name)                                                                                                     \
    {                                                                                                                  \
        expect(&(struct expected){#call, false, descriptor, 0, 0, 0, 0, TEXT("/no/such")});                            \
        const char *path = "/no/such";                                                                                 \
        CALL(call, descriptor, 0, 0, TEXT("/no/such"), syscall(SYS_##name, __VA_ARGS__));                              \
        expect(&(struct expected){#call, false, descriptor, 0, 0, 0, 0, TEXT("/bin/sh")});                             \
        say();                                                                                                         \
        path = "/bin/sh";                                                                                              \
        syscall(SYS_##name, __VA_ARGS__);                                                                              \
        abort();                                                                                                       \
    }

EXECUTE(execve, execve, -1, path, words, bare)
EXECUTE(execveat, fexecve, AT_FDCWD, AT_FDCWD, path, words, bare, 0)

NUMBERED(exit_group)
{
    expect(&(struct expected){"_exit", false, -1, 0, 0, 7, 0, ""});
    say();
    syscall(SYS_exit_group, 7);
}
