/* SPDX-License-Identifier: MIT */
/* Handlers on the smallest stack that the system allows, and threads with the smallest: all of them record. */
#include <fcntl.h>
#include <limits.h>
#include <sys/auxv.h>
#include <sys/mman.h>

#include "../snippets/snippet.h"

/* A stack with an inaccessible page below it. */
static char *guarded(size_t size)
{
    size_t whole = (size + 4095) / 4096 * 4096;
    char *room = mmap(NULL, whole + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(room, 4096, PROT_NONE);
    return room + 4096 + (whole - size);
}

static void handle(int signal)
{
    (void)signal;
    for (int i = 0; i < 2000; i++)
        mark(1);
    int fd = open("/dev/null", O_WRONLY);
    if (write(fd, "x", 1) != 1) abort();
    close(fd);
}

static void *small(void *unused)
{
    for (int i = 0; i < 2000; i++)
        mark(2);
    return unused;
}

/* MINSIGSTKSZ once held a frame and 2 KiB; the kernel says how large the frame is here. */
static size_t smallest(void)
{
    size_t frame = getauxval(AT_MINSIGSTKSZ);
    return (frame ? frame : 2048) + 2048;
}

int main(void)
{
    size_t size = smallest();
    stack_t stack = {.ss_sp = guarded(size), .ss_size = size};
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_ONSTACK};
    printf("stack %d\n", sigaltstack(&stack, NULL));
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, PTHREAD_STACK_MIN);
    printf("thread %d\n", pthread_create(&thread, &attributes, small, NULL));
    pthread_join(thread, NULL);
    printf("done\n");
    return 0;
}
