/* SPDX-License-Identifier: MIT */
/* Condition variables as programs know them that were linked before glibc 2.3.2: 8 bytes instead of 48. Where there is
 * no second kind the first does. */
#include "locks.h"

#if defined(__x86_64__) && defined(__GLIBC__)
__asm__(".symver pthread_cond_init, pthread_cond_init@GLIBC_2.2.5");
__asm__(".symver pthread_cond_wait, pthread_cond_wait@GLIBC_2.2.5");
__asm__(".symver pthread_cond_timedwait, pthread_cond_timedwait@GLIBC_2.2.5");
__asm__(".symver pthread_cond_signal, pthread_cond_signal@GLIBC_2.2.5");
__asm__(".symver pthread_cond_broadcast, pthread_cond_broadcast@GLIBC_2.2.5");
#define OLD_SIZE 8
#else
#define OLD_SIZE sizeof(pthread_cond_t)
#endif

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static union {
    pthread_cond_t condition;
    unsigned char bytes[sizeof(pthread_cond_t)];
} room;
static volatile pid_t waiter;
static volatile int go;

static void *waits(void *unused)
{
    waiter = (pid_t)syscall(SYS_gettid);
    pthread_mutex_lock(&mutex);
    while (!go)
        printf("woken %d\n", pthread_cond_wait(&room.condition, &mutex));
    pthread_mutex_unlock(&mutex);
    return unused;
}

static void round_of(int (*wake)(pthread_cond_t *))
{
    pthread_t thread;
    waiter = go = 0;
    pthread_create(&thread, NULL, waits, NULL);
    until_asleep(&waiter);
    pthread_mutex_lock(&mutex);
    go = 1;
    SAY(wake(&room.condition));
    pthread_mutex_unlock(&mutex);
    pthread_join(thread, NULL);
}

int main(void)
{
    struct timespec past = {0, 0};
    memset(&room, 0xa5, sizeof room);
    memset(&room, 0, OLD_SIZE);
    SAY(pthread_cond_init(&room.condition, NULL));
    round_of(pthread_cond_signal);
    round_of(pthread_cond_broadcast);
    pthread_mutex_lock(&mutex);
    SAY(pthread_cond_timedwait(&room.condition, &mutex, &past));
    int touched = 0;
    for (size_t i = OLD_SIZE; i < sizeof room; i++)
        touched += room.bytes[i] != 0xa5;
    printf("%d bytes touched behind it\n", touched);
    return 0;
}
