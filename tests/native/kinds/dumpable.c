/* SPDX-License-Identifier: MIT */
/* No new privileges, no core, /proc/self closed to the process itself. */
#include <sys/prctl.h>

#include "../snippets/snippet.h"

int main(void)
{
    printf("no new privileges %d\n", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    printf("dumpable %d %d\n", prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), prctl(PR_GET_DUMPABLE));
    for (int i = 0; i < 5000; i++)
        mark(1);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 5000; i++)
            mark(2);
        _exit(0);
    }
    print_end("child", child);
    child = fork();
    if (child == 0) execl("/bin/sh", "sh", "-c", "exit 4", NULL);
    print_end("shell", child);
    return 0;
}
