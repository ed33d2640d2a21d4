/* SPDX-License-Identifier: MIT */
/* A handler that never returns to what it interrupted. */
#include <setjmp.h>

#include "snippet.h"

static sigjmp_buf back;

static void handle(int signal)
{
    (void)signal;
    siglongjmp(back, 1);
}

int main(void)
{
    static volatile int jumps;
    static pthread_t thread;
    if (sigsetjmp(back, 1)) jumps++;
    if (jumps == 0) thread = storm(handle);
    while (jumps < 200)
        mark(jumps);
    storm_over = 1;
    signal(SIGALRM, SIG_IGN);
    pthread_join(thread, NULL);
    printf("jumped often\n");
    return 0;
}
