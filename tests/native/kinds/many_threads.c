/* SPDX-License-Identifier: MIT */
/* 256 threads at once, each with something to say. */
#include "../snippets/snippet.h"

static pthread_barrier_t all_here;

static void *run(void *number)
{
    pthread_barrier_wait(&all_here);
    for (int i = 0; i < 20; i++)
        mark(1);
    return number;
}

int main(void)
{
    pthread_t threads[256];
    long sum = 0;
    pthread_barrier_init(&all_here, NULL, 256);
    for (long i = 0; i < 256; i++)
        pthread_create(&threads[i], NULL, run, (void *)i);
    for (int i = 0; i < 256; i++) {
        void *number;
        pthread_join(threads[i], &number);
        sum += (long)number;
    }
    printf("sum %ld\n", sum);
    return 0;
}
