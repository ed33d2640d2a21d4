/* SPDX-License-Identifier: MIT */
/*
 * Threads number their own writes until the program ends in the way that it is told. A page that outlives the program
 * says how many writes of each had returned, so whoever reads the log can tell what must be in it.
 *
 * numbered PAGE ROUND END THREADS MICROSECONDS FIRST
 *   END           wait (to be killed), abort, segv, exit, _exit, memory, exec (FIRST is then 0: goes on as FIRST
 * THREADS) MICROSECONDS  until the end begins FIRST         number of the first thread; thread n writes n + 1 bytes at
 * the positions ROUND << 40, + 1, + 2 ...
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define SLOTS 512
#define STEP (1u << 20)
#define ENOUGH (1u << 30) /* bytes: no limit holds */

static _Atomic uint64_t *done;
static uint64_t first_position;

static _Noreturn void fail(const char *what)
{
    perror(what);
    _exit(99);
}

static void *write_numbered(void *slot)
{
    static const char bytes[SLOTS];
    size_t number = (size_t)slot;
    int fd = open("/dev/null", O_WRONLY);
    for (uint64_t written = 0;; written++) {
        if (pwrite(fd, bytes, number + 1, (off_t)(first_position + written)) != (ssize_t)number + 1) fail("pwrite");
        atomic_store(&done[number], written + 1);
        if (written % 64 == 0) close(dup(fd));
    }
}

static _Noreturn void use_up_memory(void)
{
    for (size_t used = 0; used < ENOUGH; used += STEP) {
        char *room = mmap(NULL, STEP, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (room == MAP_FAILED) abort();
        memset(room, 1, STEP);
    }
    fail("there is no end of memory");
}

static void end(char **words)
{
    const char *how = words[3];
    if (strcmp(how, "abort") == 0) abort();
    if (strcmp(how, "segv") == 0) *(volatile int *)8 = 1;
    if (strcmp(how, "exit") == 0) exit(7);
    if (strcmp(how, "_exit") == 0) _exit(8);
    if (strcmp(how, "memory") == 0) use_up_memory();
    if (strcmp(how, "exec") == 0) {
        execl("/proc/self/exe", words[0], words[1], words[2], "wait", words[4], "0", words[4], NULL);
        fail("exec");
    }
    for (;;)
        pause();
}

static void *end_later(void *argument)
{
    char **words = argument;
    long wait = atol(words[5]) * 1000;
    struct timespec rest = {wait / 1000000000, wait % 1000000000};
    nanosleep(&rest, NULL);
    end(words);
    return NULL;
}

/* Whoever is to run out of memory joins a group that has little. */
static void join_group(const char *group)
{
    if (!group) return;
    int fd = open(group, O_WRONLY);
    if (fd < 0 || write(fd, "0", 1) != 1) fail(group);
    close(fd);
}

int main(int count, char **words)
{
    if (count != 7) return 2;
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    join_group(getenv("NUMBERED_GROUP"));
    int page = open(words[1], O_RDWR);
    done = mmap(NULL, SLOTS * sizeof *done, PROT_READ | PROT_WRITE, MAP_SHARED, page, 0);
    if (done == MAP_FAILED) fail(words[1]);
    first_position = strtoull(words[2], NULL, 10) << 40;
    size_t threads = strtoul(words[4], NULL, 10), first = strtoul(words[6], NULL, 10);
    pthread_t thread;
    for (size_t i = 1; i < threads; i++)
        if (pthread_create(&thread, NULL, write_numbered, (void *)(first + i)) != 0) fail("pthread_create");
    if (pthread_create(&thread, NULL, end_later, words) != 0) fail("pthread_create");
    write_numbered((void *)first);
    return 0;
}
