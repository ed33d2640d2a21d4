/* SPDX-License-Identifier: MIT */
/* A thread that closes a number and opens a file gets that number, whatever other threads do that open nothing. */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "../snippets/snippet.h"

static atomic_bool over;

static void *says_much(void *unused)
{
    for (int i = 0; i < 100000; i++)
        mark(1);
    over = true;
    return unused;
}

int main(void)
{
    pthread_t thread;
    int others = 0, first = open("/dev/null", O_RDONLY);
    pthread_create(&thread, NULL, says_much, NULL);
    while (!over) {
        syscall(SYS_close, first);
        long again = syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY);
        others += again != first;
    }
    pthread_join(thread, NULL);
    printf("first %d, other numbers %d\n", first, others);
    return 0;
}
