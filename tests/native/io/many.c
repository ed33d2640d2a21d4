/* SPDX-License-Identifier: MIT */
/* Descriptors far beyond 1,024, and 64 threads that open, move bytes and close at once. */
#include <pthread.h>
#include <sys/resource.h>

#include "io.h"

#define THREADS 64
#define ROUNDS 50

static int shared[2];

static void *work(void *number)
{
    long failures = 0;
    for (int i = 0; i < ROUNDS; i++) {
        char out[8], in[8] = "";
        int own[2];
        snprintf(out, sizeof out, "%02ld.%02d", (long)number, i);
        if (pipe(own) != 0) return (void *)1;
        failures += write(own[1], out, sizeof out) != sizeof out;
        failures += read(own[0], in, sizeof in) != sizeof in || memcmp(in, out, sizeof in) != 0;
        failures += write(shared[1], out, sizeof out) != sizeof out;
        int moved = fcntl(own[0], F_DUPFD, 1000 + (int)(long)number * 100);
        failures += moved < 1000 || close(moved) != 0;
        failures += close(own[0]) != 0;
        failures += close(own[1]) != 0;
    }
    return (void *)failures;
}

int main(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max < 20000 ? limit.rlim_max : 20000;
    demand(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
    demand(pipe(shared), "pipe");
    SHOW(fcntl(shared[0], F_DUPFD, 19000));
    SHOW(dup2(shared[1], 18000));
    SHOW(write(18000, "far", 3));
    char bytes[8] = "";
    SHOW(read(19000, bytes, 3));
    printf("%s\n", bytes);
    demand(fcntl(shared[1], F_SETPIPE_SZ, THREADS * ROUNDS * 8), "F_SETPIPE_SZ");
    pthread_t threads[THREADS];
    for (long i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, work, (void *)i);
    for (long i = 0; i < THREADS; i++) {
        void *failures;
        pthread_join(threads[i], &failures);
        if (failures) printf("thread %ld: %ld failures\n", i, (long)failures);
    }
    long count = 0;
    close(18000);
    close(shared[1]);
    for (ssize_t moved; (moved = read(shared[0], bytes, sizeof bytes)) > 0;)
        count += moved;
    printf("shared %ld bytes\n", count);
    return 0;
}
