/* SPDX-License-Identifier: MIT */
/* Whoever else was started, the program sees only its own: no child, no signal, no changed mask. */
#include "snippet.h"

static volatile sig_atomic_t died;

static void handle(int signal)
{
    (void)signal;
    died++;
}

int main(int count, char **words)
{
    struct sigaction action = {.sa_handler = handle}, before;
    sigset_t mask, pending;
    sigaction(SIGCHLD, &action, &before);
    sigprocmask(SIG_SETMASK, NULL, &mask);
    sigpending(&pending);
    int blocked = 0;
    for (int i = 1; i < 65; i++)
        blocked += sigismember(&mask, i) == 1;
    printf("blocked %d, pending %d\n", blocked, sigismember(&pending, SIGCHLD));
    pid_t ended = waitpid(-1, NULL, WNOHANG);
    printf("wait %d %s\n", ended, strerror(errno));
    ended = waitpid(-1, NULL, WNOHANG | __WALL);
    printf("wait for clones %d %s\n", ended, strerror(errno));
    printf("died %d\n", (int)died);
    fflush(stdout);
    if (count > 1 && !strcmp(words[1], "wait")) getchar();
    return 0;
}
