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

/* A jump out of pthread_create would leave nobody who knows the thread. */
static pthread_t storm_unseen(void)
{
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    pthread_sigmask(SIG_BLOCK, &alarm, NULL);
    return storm(handle);
}

int main(void)
{
    sigset_t none;
    sigemptyset(&none);
    static volatile int jumps;
    static pthread_t thread;
    if (sigsetjmp(back, 1)) jumps++;
    if (jumps == 0) thread = storm_unseen();
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    while (jumps < 200)
        mark(jumps);
    storm_over = 1;
    signal(SIGALRM, SIG_IGN);
    pthread_join(thread, NULL);
    printf("jumped often\n");
    return 0;
}
