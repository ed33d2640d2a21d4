/* SPDX-License-Identifier: MIT */
/* A handler that forks in the midst of recorded calls: the child returns into whatever was interrupted and goes on. */
#include "snippet.h"

#define FORKS 50

static volatile sig_atomic_t child_side;
static pid_t children[FORKS];
static volatile sig_atomic_t forks;

static void handle(int signal)
{
    (void)signal;
    if (child_side || forks == FORKS) return;
    int error = errno;
    pid_t child = fork();
    if (child == 0)
        child_side = 1;
    else if (child > 0)
        children[forks++] = child;
    errno = error;
}

int main(void)
{
    pthread_t thread = storm(handle);
    while (forks < FORKS && !child_side)
        mark(forks);
    if (child_side) {
        for (int i = 0; i < 10; i++)
            mark(5000);
        _exit(0);
    }
    storm_over = 1;
    pthread_join(thread, NULL);
    int good = 0;
    for (int i = 0; i < forks; i++) {
        int status = 1;
        waitpid(children[i], &status, 0);
        good += status == 0;
    }
    printf("%d of %d children ended well\n", good, (int)forks);
    return 0;
}
