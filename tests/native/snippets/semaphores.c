/* SPDX-License-Identifier: MIT */
/* Semaphores: taken at once, waited for, interrupted, cancelled, shared between processes, posted from a handler. */
#include "locks.h"

#include <limits.h>
#include <sys/mman.h>

static sem_t semaphore;
static volatile pid_t waiter;
static volatile int handled;

static void *waits(void *unused)
{
    waiter = (pid_t)syscall(SYS_gettid);
    mark(1);
    SAY(sem_wait(&semaphore));
    mark(2);
    struct timespec far = in_ms(CLOCK_REALTIME, 3600000);
    SAY(sem_timedwait(&semaphore, &far));
    far = in_ms(CLOCK_MONOTONIC, 3600000);
    SAY(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &far));
    return unused;
}

static void *takes_after_cancel(void *unused)
{
    while (!handled)
        sched_yield();
    sem_wait(&semaphore);
    return unused;
}

static void handle(int signal)
{
    handled = signal;
}

static void post(int signal)
{
    handled = signal;
    sem_post(&semaphore);
}

/* It waits again once it has been woken. */
static void wake(void)
{
    int value;
    until_asleep(&waiter);
    mark(3);
    sem_post(&semaphore);
    mark(4);
    do {
        sched_yield();
        sem_getvalue(&semaphore, &value);
    } while (value > 0);
}

static void interrupted(pthread_t thread)
{
    struct sigaction action = {.sa_handler = handle};
    sigaction(SIGUSR1, &action, NULL);
    until_asleep(&waiter);
    pthread_kill(thread, SIGUSR1);
    pthread_join(thread, NULL);
}

static void cancelled(int value)
{
    pthread_t thread;
    void *result;
    sem_init(&semaphore, 0, (unsigned)value);
    handled = 0;
    pthread_create(&thread, NULL, takes_after_cancel, NULL);
    pthread_cancel(thread);
    handled = 1;
    pthread_join(thread, &result);
    sem_getvalue(&semaphore, &value);
    printf("cancelled %d, value %d\n", result == PTHREAD_CANCELED, value);
}

static void between_processes(void)
{
    sem_t *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    fflush(stdout);
    sem_init(shared, 1, 0);
    pid_t child = fork();
    if (child == 0) {
        sem_wait(shared);
        mark(9);
        _exit(0);
    }
    until_asleep(&child);
    mark(5);
    SAY(sem_post(shared));
    mark(6);
    print_end("woke a child", child);
}

int main(void)
{
    struct timespec past = {0, 0}, bad = {0, -1};
    pthread_t thread;
    char name[32];
    sem_init(&semaphore, 0, 1);
    SAY(sem_wait(&semaphore));
    SAY(sem_timedwait(&semaphore, &past));
    SAY(sem_timedwait(&semaphore, &bad));
    sem_post(&semaphore);
    SAY(sem_timedwait(&semaphore, &bad));
    SAY(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &bad));
    SAY(sem_clockwait(&semaphore, 99, &past));
    SAY(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &past));
    SAY(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &past));
    pthread_create(&thread, NULL, waits, NULL);
    wake();
    wake();
    interrupted(thread);
    between_processes();
    cancelled(1);
    cancelled(0);
    sem_init(&semaphore, 0, 0);
    struct sigaction action = {.sa_handler = post};
    sigaction(SIGUSR2, &action, NULL);
    raise(SIGUSR2);
    SAY(sem_wait(&semaphore));
    snprintf(name, sizeof name, "/bp-snippet-%d", (int)getpid());
    sem_t *named = sem_open(name, O_CREAT | O_EXCL, 0600, 3);
    int value = -1;
    printf("opened %d\n", named != SEM_FAILED && sem_getvalue(named, &value) == 0 && value == 3);
    SAY(sem_unlink(name));
    SAY(sem_open(name, 0) == SEM_FAILED);
    SAY(sem_close(named));
    mark(7);
    for (int i = 0; i < 10000; i++) {
        sem_post(&semaphore);
        sem_wait(&semaphore);
    }
    mark(8);
    sem_init(&semaphore, 0, SEM_VALUE_MAX);
    SAY(sem_post(&semaphore));
    return 0;
}
