/* SPDX-License-Identifier: MIT */
/* A signal handler that makes recorded calls, as often as the machine allows, in the midst of others. */
#include "snippet.h"

#define OWN (1 << 20) /* numbers of the handler's marks begin here */
#define MARKS 30000
#define HANDLED 50

static volatile sig_atomic_t handled;

static void handle(int signal)
{
    (void)signal;
    int error = errno;
    mark(OWN + handled++);
    errno = error;
}

int main(void)
{
    pthread_t thread = storm(handle);
    for (int i = 0; i < MARKS || handled < HANDLED; i++)
        mark(i % OWN);
    storm_over = 1;
    pthread_join(thread, NULL);
    fprintf(stderr, "%d\n", (int)handled);
    printf("done\n");
    return 0;
}
