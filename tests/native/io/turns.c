/* SPDX-License-Identifier: MIT */
/* Requests that arrive whole, in pieces, with bodies, two at once, in quick succession, after work, after a wait, and
 * much that is no request: prints how many requests were received, each of which is a turn of the thread. */
#include <poll.h>
#include <time.h>

#include "io.h"

#define BURST 300
#define SLOW 20

static const char head[] = "GET /a HTTP/1.1\r\nHost: some.where\r\n\r\n";
static const char post[] = "POST /b HTTP/1.1\r\nContent-Length: 50\r\n\r\n";
static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
static int client, server;

static void arrives(int from, int to, const char *bytes, size_t size)
{
    char room[256];
    demand((int)write(from, bytes, size), "write");
    demand((int)read(to, room, sizeof room), "read");
}

/* One read for every `step` bytes. */
static void in_pieces(int from, int to, const char *bytes, size_t size, size_t step)
{
    for (size_t at = 0; at < size; at += step)
        arrives(from, to, bytes + at, size - at < step ? size - at : step);
}

static long now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000l + time.tv_nsec;
}

static void work(long nanoseconds)
{
    for (long end = now() + nanoseconds; now() < end;) {
    }
}

static void exchange(void)
{
    arrives(client, server, head, sizeof head - 1);
    arrives(server, client, answer, sizeof answer - 1);
}

/* Turns that are closer together than samples, further apart, and with a wait between them. */
static void in_every_rhythm(void)
{
    for (int i = 0; i < BURST; i++)
        exchange();
    for (int i = 0; i < SLOW; i++) {
        work(150000);
        exchange();
        demand(poll(NULL, 0, 1) + 1, "poll");
        exchange();
    }
}

int main(void)
{
    char both[2 * sizeof head], room[256];
    int ends[2];
    demand(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
    client = ends[0], server = ends[1];
    arrives(client, server, head, sizeof head - 1);
    arrives(server, client, answer, sizeof answer - 1);
    in_pieces(client, server, head, sizeof head - 1, 7);
    in_pieces(server, client, answer, sizeof answer - 1, 3);
    arrives(client, server, post, sizeof post - 1);
    for (int i = 0; i < 5; i++)
        arrives(client, server, "0123456789", 10);
    arrives(server, client, answer, sizeof answer - 1);
    memcpy(both, head, sizeof head - 1);
    memcpy(both + sizeof head - 1, head, sizeof head - 1);
    demand((int)write(client, both, 2 * (sizeof head - 1)), "write");
    for (size_t got = 0; got < 2 * (sizeof head - 1);)
        got += (size_t)demand((int)read(server, room, sizeof room), "read");
    arrives(server, client, answer, sizeof answer - 1);
    arrives(server, client, answer, sizeof answer - 1);
    in_every_rhythm();
    demand(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
    for (int i = 0; i < 10; i++)
        arrives(ends[0], ends[1], "\1\2\3 no protocol", 15);
    demand(pipe(ends), "pipe");
    for (int i = 0; i < 10; i++)
        arrives(ends[1], ends[0], head, sizeof head - 1);
    printf("%d\n", 5 + BURST + 2 * SLOW);
    return 0;
}
