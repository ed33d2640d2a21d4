/* SPDX-License-Identifier: MIT */
/* Every exec, chosen by the first argument, with as little environment as it can be given. */
#include <fcntl.h>

#include "snippet.h"

static char *const arguments[] = {"sh", "-c", "echo \"$0 $1 $GIVEN\"; exit 3", "zero", "one", NULL};
static char *const given[] = {"GIVEN=yes", NULL};
#define LISTED arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]

static int execute(const char *how)
{
    if (!strcmp(how, "execve")) return execve("/bin/sh", arguments, given);
    if (!strcmp(how, "execve-null")) return execve("/bin/sh", arguments, NULL);
    if (!strcmp(how, "execle")) return execle("/bin/sh", LISTED, (char *)NULL, given);
    if (!strcmp(how, "execvpe")) return execvpe("sh", arguments, given);
    if (!strcmp(how, "fexecve")) return fexecve(open("/bin/sh", O_RDONLY | O_CLOEXEC), arguments, given);
    if (!strcmp(how, "execveat")) return execveat(AT_FDCWD, "/bin/sh", arguments, given, 0);
    clearenv();
    setenv("GIVEN", "set", 1);
    if (!strcmp(how, "execv")) return execv("/bin/sh", arguments);
    if (!strcmp(how, "execvp")) return execvp("sh", arguments);
    if (!strcmp(how, "execl")) return execl("/bin/sh", LISTED, (char *)NULL);
    if (!strcmp(how, "execlp")) return execlp("sh", LISTED, (char *)NULL);
    return -2;
}

int main(int count, char **words)
{
    int result = execute(count > 1 ? words[1] : "execve");
    printf("not executed: %d\n", result);
    return 1;
}
