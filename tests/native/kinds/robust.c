/* SPDX-License-Identifier: MIT */
/* A thread, and a process, that end with a lock in their hands; the next owner is told. */
#include <sys/mman.h>

#include "../snippets/snippet.h"

static pthread_mutex_t *lock;

static void *dies(void *unused)
{
    pthread_mutex_lock(lock);
    mark(1);
    return unused;
}

static void take(const char *after)
{
    int got = pthread_mutex_lock(lock);
    printf("after the %s: %s\n", after, strerror(got));
    if (got == EOWNERDEAD) pthread_mutex_consistent(lock);
    pthread_mutex_unlock(lock);
    fflush(stdout);
}

int main(void)
{
    pthread_mutexattr_t attributes;
    pthread_t thread;
    lock = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(lock, &attributes);
    pthread_create(&thread, NULL, dies, NULL);
    pthread_join(thread, NULL);
    take("thread's end");
    pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(lock);
        mark(2);
        kill(getpid(), SIGKILL);
    }
    print_end("child", child);
    take("child's end");
    mark(3);
    return 0;
}
