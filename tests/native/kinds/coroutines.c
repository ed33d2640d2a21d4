/* SPDX-License-Identifier: MIT */
/* Contexts that take turns on stacks of 4 KiB, one of them carried on by another thread. */
#include <sys/mman.h>
#include <ucontext.h>

#include "../snippets/snippet.h"

#define CONTEXTS 8

static ucontext_t back, contexts[CONTEXTS];
static int turns;

static void run(int number)
{
    for (int i = 0; i < 500; i++) {
        turns++;
        mark(1 + number % 2);
        swapcontext(&contexts[number], &back);
    }
}

static void *carry_on(void *unused)
{
    for (int i = 0; i < 250; i++)
        swapcontext(&back, &contexts[CONTEXTS - 1]);
    return unused;
}

int main(void)
{
    pthread_t thread;
    for (int i = 0; i < CONTEXTS; i++) {
        char *stack = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        mprotect(stack, 4096, PROT_NONE);
        getcontext(&contexts[i]);
        contexts[i].uc_stack.ss_sp = stack + 4096;
        contexts[i].uc_stack.ss_size = 4096;
        contexts[i].uc_link = &back;
        makecontext(&contexts[i], (void (*)(void))run, 1, i);
    }
    for (int i = 0; i < 500; i++)
        for (int k = 0; k < CONTEXTS - (i >= 250); k++)
            swapcontext(&back, &contexts[k]);
    pthread_create(&thread, NULL, carry_on, NULL);
    pthread_join(thread, NULL);
    printf("turns %d\n", turns);
    return 0;
}
