/* SPDX-License-Identifier: MIT */
/* Bytes written at one end and read at the other, by one thread. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"

#define LARGEST 16384

static char bytes[LARGEST];
static int ends[2]; /* what is written at 1 arrives at 0 */

static void write_and_read(size_t size)
{
    if (write(ends[1], bytes, size) != (ssize_t)size) fail("write");
    for (size_t got = 0; got < size;) {
        ssize_t part = read(ends[0], bytes, size - got);
        if (part <= 0) fail("read");
        got += (size_t)part;
    }
}

static void pipe_ends(size_t size)
{
    (void)size;
    if (pipe(ends) != 0) fail("pipe");
}

static void unix_ends(size_t size)
{
    (void)size;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) fail("socketpair");
}

static struct sockaddr_in bound(int fd)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(fd, (struct sockaddr *)&address, length) != 0) fail("bind");
    if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) fail("getsockname");
    return address;
}

static void tcp_ends(size_t size)
{
    (void)size;
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in address = bound(listener);
    if (listen(listener, 1) != 0) fail("listen");
    ends[1] = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(ends[1], (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    ends[0] = accept(listener, NULL, NULL);
    for (int i = 0; i < 2; i++)
        if (setsockopt(ends[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) fail("TCP_NODELAY");
    close(listener);
}

static void udp_ends(size_t size)
{
    (void)size;
    for (int i = 0; i < 2; i++)
        ends[i] = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = bound(ends[0]);
    if (connect(ends[1], (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
}

static void say(int from, int to, const char *text)
{
    char arrived[512];
    ssize_t length = (ssize_t)strlen(text);
    if (send(from, text, (size_t)length, 0) != length) fail("send");
    if (recv(to, arrived, sizeof arrived, 0) != length) fail("recv");
}

/* A request and its answer, each sent and received. */
static void exchange(size_t size)
{
    (void)size;
    say(ends[1], ends[0], "GET /index.html HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n");
    say(ends[0], ends[1],
        "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nHello World\n");
}

const struct operation moves[] = {
    {"pipe", 64, 2, 100, pipe_ends, write_and_read},
    {"pipe", LARGEST, 2, 40, pipe_ends, write_and_read},
    {"socketpair", 64, 2, 100, unix_ends, write_and_read},
    {"socketpair", LARGEST, 2, 40, unix_ends, write_and_read},
    {"tcp", 64, 2, 40, tcp_ends, write_and_read},
    {"tcp", LARGEST, 2, 20, tcp_ends, write_and_read},
    {"udp", 64, 2, 40, udp_ends, write_and_read},
    {"udp", LARGEST, 2, 20, udp_ends, write_and_read},
    {"http", 0, 4, 20, tcp_ends, exchange},
    {0},
};
