/* SPDX-License-Identifier: MIT */
/* Threads that return, exit, are cancelled, detach; then the process is killed, its threads having ended before. */
#include "snippet.h"

static pthread_key_t key;

static void destructor(void *value)
{
    mark((int)(long)value);
}

static void *returns(void *argument)
{
    pthread_setspecific(key, (void *)((long)argument + 1000));
    for (int i = 0; i < 50; i++)
        mark((int)(long)argument);
    return (void *)((long)argument * 2);
}

static void *exits(void *argument)
{
    mark(200);
    pthread_exit(argument);
}

static void *waits(void *argument)
{
    mark(300);
    pthread_cleanup_push(destructor, argument);
    for (;;)
        pause();
    pthread_cleanup_pop(0);
    return NULL;
}

static void *silent(void *argument)
{
    return argument;
}

static long join(pthread_t thread)
{
    void *result = NULL;
    pthread_join(thread, &result);
    return (long)result;
}

int main(int count, char **words)
{
    pthread_t threads[8], thread;
    pthread_attr_t small;
    pthread_key_create(&key, destructor);
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 16384);
    for (long i = 0; i < 8; i++)
        pthread_create(&threads[i], i % 2 ? &small : NULL, returns, (void *)(i + 100));
    for (int i = 0; i < 8; i++)
        printf("returned %ld\n", join(threads[i]));
    pthread_create(&thread, NULL, exits, (void *)77);
    printf("exited %ld\n", join(thread));
    pthread_create(&thread, NULL, waits, (void *)301);
    pthread_cancel(thread);
    printf("cancelled %d\n", join(thread) == (long)PTHREAD_CANCELED);
    pthread_create(&thread, NULL, silent, (void *)5);
    printf("silent %ld\n", join(thread));
    pthread_attr_setstacksize(&small, 1ul << 50);
    printf("too large %d\n", pthread_create(&thread, &small, silent, NULL));
    fflush(stdout);
    if (count > 1 && !strcmp(words[1], "kill")) kill(getpid(), SIGKILL);
    return 0;
}
