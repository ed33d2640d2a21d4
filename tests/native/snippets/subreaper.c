/* SPDX-License-Identifier: MIT */
/* Orphans become this program's children; a forwarder must not, neither while it lives nor when it ends. */
#include <sys/prctl.h>

#include "snippet.h"

static volatile sig_atomic_t died;

static void handle(int signal)
{
    (void)signal;
    died++;
}

static void print_children(void)
{
    pid_t ended = waitpid(-1, NULL, WNOHANG);
    printf("wait %d %s, died %d\n", ended, strerror(errno), (int)died);
    fflush(stdout);
}

int main(int count, char **words)
{
    if (count < 2) {
        prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
        return execl("/proc/self/exe", words[0], "reaps", (char *)NULL);
    }
    struct sigaction action = {.sa_handler = handle};
    sigaction(SIGCHLD, &action, NULL);
    print_children();
    getchar();
    print_children();
    return 0;
}
