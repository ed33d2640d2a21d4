/* SPDX-License-Identifier: MIT */
/* Threads that receive from one connection: one at a time (a lock), side by side, and one that polls while another
 * reads. Nothing is lost, and in order where there is one. */
#include <poll.h>
#include <pthread.h>

#include "stream.h"

#define THREADS 4

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *one_at_a_time(void *room)
{
    char bytes[ROOM];
    for (bool more = true; more;) {
        pthread_mutex_lock(&lock);
        if (so_far() < size) gather(bytes, recv(ends[1], bytes, (size_t)(uintptr_t)room, 0));
        more = so_far() < size;
        pthread_mutex_unlock(&lock);
    }
    return NULL;
}

static void *side_by_side(void *room)
{
    char bytes[ROOM];
    ssize_t count;
    while ((count = recv(ends[1], bytes, (size_t)(uintptr_t)room, 0)) > 0)
        gather(bytes, count);
    return NULL;
}

/* Polls and takes a little each time; another thread takes much. */
static void *polling(void *room)
{
    char bytes[ROOM];
    struct pollfd end = {.fd = ends[1], .events = POLLIN};
    while (poll(&end, 1, -1) == 1) {
        ssize_t count = recv(ends[1], bytes, (size_t)(uintptr_t)room, MSG_DONTWAIT);
        gather(bytes, count);
        if (count == 0) return NULL;
    }
    return NULL;
}

static int ascending(const void *a, const void *b)
{
    return *(const unsigned char *)a - *(const unsigned char *)b;
}

int main(int count, char **words)
{
    pthread_t threads[THREADS];
    if (count != 2) return 99;
    void *(*run)(void *) = words[1][0] == 'l' ? one_at_a_time : words[1][0] == 'p' ? polling : side_by_side;
    begin();
    shutdown(ends[0], SHUT_WR);
    for (uintptr_t i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, run, (void *)(i % 2 ? 23 : sizeof sent));
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    if (run != one_at_a_time) {
        qsort(sent, size, 1, ascending);
        qsort(gathered->bytes, so_far(), 1, ascending);
    }
    verdict(words[1]);
    return 0;
}
