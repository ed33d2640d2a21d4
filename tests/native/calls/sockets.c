/* SPDX-License-Identifier: MIT */
/* Pipes and sockets up to their connection. */
#include "calls.h"

#include <arpa/inet.h>
#include <netinet/in.h>

int __pipe(int ends[2]);
int __connect(int fd, const struct sockaddr *address, socklen_t length);

/* A call that makes two descriptors: they are its record's descriptor and argument. */
static void paired(const char *call, int result, const int ends[2], long second)
{
    bool failed = result != 0;
    expect(&(struct expected){call, failed, failed ? -1 : ends[0], result, failed ? errno : 0, failed ? 0 : ends[1],
                              second, ""});
}

#define PIPE(symbol)                                                                                                   \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int ends[2];                                                                                                   \
        paired("pipe", symbol(ends), ends, 0);                                                                         \
        paired("pipe", symbol(nowhere), ends, 0);                                                                      \
    }

PIPE(pipe)
PIPE(__pipe)

SNIPPET(pipe2)
{
    int ends[2];
    paired("pipe2", pipe2(ends, O_NONBLOCK), ends, O_NONBLOCK);
    paired("pipe2", pipe2(ends, INT_MAX), ends, INT_MAX);
}

SNIPPET(socketpair)
{
    int ends[2];
    paired("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, ends), ends, SOCK_STREAM);
    paired("socketpair", socketpair(AF_INET, SOCK_STREAM, 0, ends), ends, SOCK_STREAM);
}

SNIPPET(socket)
{
    CALL(socket, -1, AF_INET, SOCK_DGRAM, "", socket(AF_INET, SOCK_DGRAM, 0));
    CALL(socket, -1, AF_INET, 99, "", socket(AF_INET, 99, 0));
}

static struct sockaddr_in name = {.sin_family = AF_INET};
#define NAME (struct sockaddr *)&name, sizeof name

static int tcp(void)
{
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return check(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
}

static int listener(void)
{
    socklen_t length = sizeof name;
    int fd = tcp();
    check(bind(fd, NAME), "bind");
    check(listen(fd, 4), "listen");
    check(getsockname(fd, (struct sockaddr *)&name, &length), "getsockname");
    return fd;
}

SNIPPET(bind)
{
    int fd = tcp();
    CALL(bind, fd, 0, 0, "", bind(fd, NAME));
    CALL(bind, fd, 0, 0, "", bind(fd, NAME));
}

SNIPPET(listen)
{
    int fd = tcp(), file = memory_file("");
    CALL(listen, fd, 7, 0, "", listen(fd, 7));
    CALL(listen, file, 7, 0, "", listen(file, 7));
}

/* A listener at which a connection waits. */
static int knocked_at(void)
{
    int fd = listener(), client = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(connect(client, NAME), "connect");
    return fd;
}

SNIPPET(accept)
{
    int fd = knocked_at();
    CALL(accept, fd, 0, 0, "", accept(fd, NULL, NULL));
    CALL(accept, fd, 0, 0, "", accept(fd, NULL, NULL));
}

SNIPPET(accept4)
{
    int fd = knocked_at();
    CALL(accept4, fd, SOCK_CLOEXEC, 0, "", accept4(fd, NULL, NULL, SOCK_CLOEXEC));
    CALL(accept4, fd, SOCK_CLOEXEC, 0, "", accept4(fd, NULL, NULL, SOCK_CLOEXEC));
}

#define CONNECT(symbol)                                                                                                \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int there = listener(), fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket"), again = tcp();                  \
        CALL(connect, fd, 0, 0, "", symbol(fd, NAME));                                                                 \
        CALL(connect, again, 0, 0, "", symbol(again, NAME));                                                           \
        CALL(connect, there, 0, 0, "", symbol(there, NAME));                                                           \
    }

CONNECT(connect)
CONNECT(__connect)

SNIPPET(shutdown)
{
    int other, fd = end_of_pair(&other), alone = tcp();
    CALL(shutdown, fd, SHUT_WR, 0, "", shutdown(fd, SHUT_WR));
    CALL(shutdown, alone, SHUT_RD, 0, "", shutdown(alone, SHUT_RD));
}
