/* SPDX-License-Identifier: MIT */
/* A connection over which many requests come at once, and a record of all bytes that came out of it, which processes
 * share. What is printed does not depend on how a read is cut, so it is the same with and without a shim. */
#ifndef STREAM_H
#define STREAM_H

#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "../io/io.h"

#define REQUESTS 40
#define ROOM 8192

struct gathered {
    uint32_t count;
    char bytes[ROOM];
};

static int ends[2];
static struct gathered *gathered;
static char sent[ROOM];
static uint32_t size;

/* Makes the connection and sends all requests; they are there when it returns. */
static inline void begin(void)
{
    gathered = mmap(NULL, sizeof *gathered, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < REQUESTS; i++)
        size += (uint32_t)snprintf(sent + size, ROOM - size, "GET /%d HTTP/1.1\r\nHost: %0*d\r\n\r\n", i, i % 7 + 1, i);
    connection(ends);
    demand((int)send(ends[0], sent, size, 0), "send");
    for (int there = 0; there < (int)size;)
        demand(ioctl(ends[1], FIONREAD, &there), "FIONREAD");
}

static inline uint32_t so_far(void)
{
    return __atomic_load_n(&gathered->count, __ATOMIC_ACQUIRE);
}

/* Adds what a call got; only one thread at a time where the order is to be told. */
static inline void gather(const char *bytes, ssize_t count)
{
    if (count <= 0) return;
    uint32_t at = __atomic_fetch_add(&gathered->count, (uint32_t)count, __ATOMIC_ACQ_REL);
    if (at + (uint32_t)count <= ROOM) memcpy(gathered->bytes + at, bytes, (size_t)count);
}

static inline void verdict(const char *what)
{
    bool same = so_far() == size && memcmp(gathered->bytes, sent, size) == 0;
    printf("%s: %u of %u bytes, %s\n", what, so_far(), size, same ? "in order" : "NOT in order");
    fflush(stdout);
}

struct named_case {
    const char *name;
    void (*run)(void);
};

/* Runs the case that the program's only word names; the exit code. */
static inline int run_named(const struct named_case *cases, size_t number, int count, char **words)
{
    begin();
    for (size_t i = 0; i < number; i++)
        if (count == 2 && strcmp(words[1], cases[i].name) == 0) {
            cases[i].run();
            verdict(words[1]);
            return 0;
        }
    return 99;
}

#endif
