/* SPDX-License-Identifier: MIT */
/* Condition variables: woken, timed out, interrupted, cancelled, shared between processes, of C11. */
#include "locks.h"

#include <sys/mman.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static mtx_t plain;
static cnd_t c11;
static volatile pid_t waiter;
static volatile int go, handled;

static void *waits(void *number)
{
    waiter = (pid_t)syscall(SYS_gettid);
    mark(1);
    pthread_mutex_lock(&mutex);
    while (!go)
        printf("woken %d\n", pthread_cond_wait(&condition, &mutex));
    pthread_mutex_unlock(&mutex);
    mark(2);
    return number;
}

static void *waits_with_clock(void *unused)
{
    waiter = (pid_t)syscall(SYS_gettid);
    struct timespec far = in_ms(CLOCK_MONOTONIC, 3600000);
    pthread_mutex_lock(&mutex);
    while (!go)
        printf("woken %d\n", pthread_cond_clockwait(&condition, &mutex, CLOCK_MONOTONIC, &far));
    pthread_mutex_unlock(&mutex);
    return unused;
}

static int waits_in_c11(void *unused)
{
    waiter = (pid_t)syscall(SYS_gettid);
    mtx_lock(&plain);
    while (!go)
        printf("woken %d\n", cnd_wait(&c11, &plain));
    mtx_unlock(&plain);
    return unused == NULL;
}

static void unlock(void *unused)
{
    printf("cancelled with the mutex locked: %d\n", unused == NULL && pthread_mutex_trylock(&mutex) == EBUSY);
    pthread_mutex_unlock(&mutex);
}

static void *is_cancelled(void *unused)
{
    waiter = (pid_t)syscall(SYS_gettid);
    pthread_mutex_lock(&mutex);
    pthread_cleanup_push(unlock, NULL);
    for (;;)
        pthread_cond_wait(&condition, &mutex);
    pthread_cleanup_pop(0);
    return unused;
}

static pthread_t begin(void *(*function)(void *))
{
    pthread_t thread;
    waiter = go = 0;
    pthread_create(&thread, NULL, function, NULL);
    until_asleep(&waiter);
    return thread;
}

static void finish(pthread_t thread, int (*wake)(pthread_cond_t *))
{
    pthread_mutex_lock(&mutex);
    go = 1;
    mark(3);
    SAY(wake(&condition));
    mark(4);
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
}

static void handle(int signal)
{
    handled = signal;
}

static void interrupted(void)
{
    pthread_t thread = begin(waits);
    struct sigaction action = {.sa_handler = handle};
    sigaction(SIGUSR1, &action, NULL);
    pthread_kill(thread, SIGUSR1);
    while (!handled)
        sched_yield();
    until_asleep(&waiter);
    finish(thread, pthread_cond_signal);
}

static void between_processes(void)
{
    struct shared {
        pthread_mutex_t mutex;
        pthread_cond_t condition;
        int go;
    } *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t mutex_kind;
    pthread_condattr_t kind;
    pthread_mutexattr_init(&mutex_kind);
    pthread_mutexattr_setpshared(&mutex_kind, PTHREAD_PROCESS_SHARED);
    pthread_condattr_init(&kind);
    pthread_condattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&shared->mutex, &mutex_kind);
    pthread_cond_init(&shared->condition, &kind);
    fflush(stdout);
    pthread_mutex_lock(&shared->mutex);
    pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(&shared->mutex);
        shared->go = 1;
        mark(5);
        pthread_cond_signal(&shared->condition);
        mark(6);
        pthread_mutex_unlock(&shared->mutex);
        _exit(0);
    }
    while (!shared->go)
        pthread_cond_wait(&shared->condition, &shared->mutex);
    pthread_mutex_unlock(&shared->mutex);
    print_end("signalled by a child", child);
}

int main(void)
{
    struct timespec past = {0, 0}, bad = {0, -1};
    finish(begin(waits), pthread_cond_signal);
    finish(begin(waits_with_clock), pthread_cond_broadcast);
    interrupted();
    between_processes();
    pthread_mutex_lock(&mutex);
    SAY(pthread_cond_timedwait(&condition, &mutex, &past));
    SAY(pthread_cond_timedwait(&condition, &mutex, &bad));
    SAY(pthread_cond_clockwait(&condition, &mutex, 99, &past));
    pthread_mutex_unlock(&mutex);
    mtx_init(&plain, mtx_plain);
    cnd_init(&c11);
    thrd_t other;
    waiter = go = 0;
    thrd_create(&other, waits_in_c11, NULL);
    until_asleep(&waiter);
    mtx_lock(&plain);
    SAY(cnd_timedwait(&c11, &plain, &past));
    go = 1;
    SAY(cnd_signal(&c11));
    SAY(cnd_broadcast(&c11));
    mtx_unlock(&plain);
    SAY(thrd_join(other, NULL));
    mark(7);
    for (int i = 0; i < 10000; i++)
        pthread_cond_signal(&condition);
    mark(8);
    pthread_t thread = begin(is_cancelled);
    pthread_cancel(thread);
    void *result;
    pthread_join(thread, &result);
    printf("cancelled %d, mutex %d\n", result == PTHREAD_CANCELED, pthread_mutex_trylock(&mutex));
    return 0;
}
