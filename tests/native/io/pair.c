/* SPDX-License-Identifier: MIT */
/* What one traced call costs, for comparison with and without the shim: ns of a 64-byte pipe write and read, and of an
 * HTTP exchange (request and answer, each written and read) on a socket pair. The least and the median of rounds. */
#include <time.h>

#include "io.h"

#define ROUNDS 301
#define TURNS 1000

static const char request[] = "GET /a/page?with=query HTTP/1.1\r\nHost: some.where\r\nAccept: */*\r\n\r\n";
static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello";
static int ends[2];
static char bytes[4096];

static uint64_t now(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return (uint64_t)moment.tv_sec * 1000000000u + (uint64_t)moment.tv_nsec;
}

static void pipe_turn(void)
{
    demand((int)write(ends[1], bytes, 64), "write");
    demand((int)read(ends[0], bytes, 64), "read");
}

static void http_turn(void)
{
    demand((int)write(ends[1], request, sizeof request - 1), "write");
    demand((int)read(ends[0], bytes, sizeof bytes), "read");
    demand((int)write(ends[0], answer, sizeof answer - 1), "write");
    demand((int)read(ends[1], bytes, sizeof bytes), "read");
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(const char *what, void (*turn)(void))
{
    static double rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        uint64_t begin = now();
        for (int j = 0; j < TURNS; j++)
            turn();
        rounds[i] = (double)(now() - begin) / TURNS;
    }
    qsort(rounds, ROUNDS, sizeof *rounds, by_size);
    printf("%s: least %.0f ns, median %.0f ns\n", what, rounds[0], rounds[ROUNDS / 2]);
}

int main(void)
{
    demand(pipe(ends), "pipe");
    measure("pipe pair", pipe_turn);
    demand(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
    measure("HTTP exchange", http_turn);
    return 0;
}
