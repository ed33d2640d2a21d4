/* SPDX-License-Identifier: MIT */
/* Signals as fast as they can be sent, whose handlers call and jump; the program's sum comes out right. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdatomic.h>

#include "../snippets/snippet.h"

static sigjmp_buf again;
static volatile sig_atomic_t jumping;
static int ends[2];

static void handle(int signal)
{
    (void)signal;
    int error = errno;
    if (jumping) siglongjmp(again, 1);
    if (write(ends[1], "x", 1) < 0 && errno != EAGAIN) abort();
    errno = error;
}

int main(void)
{
    char text[4096];
    volatile long sum = 0, jumps = 0;
    if (pipe2(ends, O_NONBLOCK) != 0) return 1;
    pthread_t thread = storm(handle);
    for (int i = 0; i < 20000; i++) {
        errno = 77;
        mark(1);
        sum += errno == EINVAL;
        errno = 0;
        ssize_t got = read(ends[0], text, sizeof text);
        sum += got > 0 || errno == EAGAIN;
    }
    for (int i = 0; i < 200; i++) {
        if (sigsetjmp(again, 1) == 0) {
            jumping = 1;
            for (;;)
                if (open("/dev/null/none", O_RDONLY) >= 0) break;
        }
        jumping = 0;
        jumps++;
    }
    storm_over = 1;
    pthread_join(thread, NULL);
    for (int i = 0; i < 1000; i++)
        mark(2);
    printf("sum %ld, jumps %ld\n", sum, jumps);
    return 0;
}
