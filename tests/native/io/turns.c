/* SPDX-License-Identifier: MIT */
/* Requests that arrive whole, in pieces, with bodies, two at once, and much that is no request: prints how many
 * requests were received, each of which is a turn of the thread. */
#include "io.h"

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
    demand(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
    for (int i = 0; i < 10; i++)
        arrives(ends[0], ends[1], "\1\2\3 no protocol", 15);
    demand(pipe(ends), "pipe");
    for (int i = 0; i < 10; i++)
        arrives(ends[1], ends[0], head, sizeof head - 1);
    printf("5\n");
    return 0;
}
