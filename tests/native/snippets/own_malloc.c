/* SPDX-License-Identifier: MIT */
/* A program with its own allocator, which locks, waits and signals inside malloc, from before any constructor and in
 * fork handlers: nothing of the shim may come back into it. */
#include "locks.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t freed = PTHREAD_COND_INITIALIZER;
static _Alignas(16) char room[64 << 20];
static size_t used;
static __thread int depth;
static int deepest;

void *malloc(size_t size)
{
    if (++depth > deepest) deepest = depth;
    pthread_mutex_lock(&lock);
    size_t at = used;
    used += (size + 31) & ~(size_t)15;
    pthread_cond_signal(&freed);
    pthread_mutex_unlock(&lock);
    depth--;
    if (used > sizeof room) abort();
    *(size_t *)(void *)(room + at) = size;
    return room + at + 16;
}

void free(void *block)
{
    (void)block;
}

void *calloc(size_t count, size_t size)
{
    return malloc(count * size); /* fresh room is zero */
}

void *realloc(void *block, size_t size)
{
    void *fresh = malloc(size);
    if (!block) return fresh;
    size_t before = ((size_t *)block)[-2];
    return memcpy(fresh, block, before < size ? before : size);
}

static void *early;

static void first(void)
{
    early = malloc(100);
    mark(1);
}

__attribute__((section(".preinit_array"), used)) static void (*const entry)(void) = first;

static void before_fork(void)
{
    pthread_mutex_lock(&lock);
}

static void after_fork(void)
{
    pthread_mutex_unlock(&lock);
}

static void *allocates(void *unused)
{
    for (int i = 0; i < 20000; i++) {
        void *block = malloc(16);
        if (!block) abort();
        free(block);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[4];
    pthread_atfork(before_fork, after_fork, after_fork);
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, allocates, NULL);
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        if (child == 0) {
            mark(2);
            _exit(malloc(10) ? 7 : 1);
        }
        print_end("child of a busy allocator", child);
    }
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    printf("early %d, deepest %d\n", early != NULL, deepest);
    return 0;
}
