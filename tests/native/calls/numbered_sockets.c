/* SPDX-License-Identifier: MIT */
/* Sockets by number. */
#include <arpa/inet.h>
#include <netinet/in.h>

#include "numbered.h"

NUMBERED(socketpair)
{
    int ends[2];
    paired("socketpair", syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, ends), ends, SOCK_STREAM);
    paired("socketpair", syscall(SYS_socketpair, AF_INET, SOCK_STREAM, 0, ends), ends, SOCK_STREAM);
}

NUMBERED(socket)
{
    CALL(socket, -1, AF_INET, SOCK_DGRAM, "", syscall(SYS_socket, AF_INET, SOCK_DGRAM, 0));
    CALL(socket, -1, AF_INET, 99, "", syscall(SYS_socket, AF_INET, 99, 0));
}

static struct sockaddr_in name = {.sin_family = AF_INET};

static int tcp(void)
{
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return check(socket(AF_INET, SOCK_STREAM, 0), "socket");
}

NUMBERED(bind)
{
    int fd = tcp();
    TWICE(bind, bind, 0, 0, fd, CLOSED, &name, sizeof name);
}

NUMBERED(listen)
{
    int fd = tcp();
    TWICE(listen, listen, 3, 0, fd, CLOSED, 3);
}

static int listener(void)
{
    socklen_t length = sizeof name;
    int fd = tcp();
    check(bind(fd, (struct sockaddr *)&name, sizeof name), "bind");
    check(listen(fd, 4), "listen");
    check(getsockname(fd, (struct sockaddr *)&name, &length), "getsockname");
    return fd;
}

static int knocked_at(void)
{
    int fd = listener(), client = tcp();
    check(connect(client, (struct sockaddr *)&name, sizeof name), "connect");
    return fd;
}

NUMBERED(accept)
{
    int fd = knocked_at();
    TWICE(accept, accept, 0, 0, fd, CLOSED, NULL, NULL);
}

NUMBERED(accept4)
{
    int fd = knocked_at();
    TWICE(accept4, accept4, SOCK_CLOEXEC, 0, fd, CLOSED, NULL, NULL, SOCK_CLOEXEC);
}

NUMBERED(connect)
{
    listener();
    int fd = tcp();
    TWICE(connect, connect, 0, 0, fd, CLOSED, &name, sizeof name);
}

NUMBERED(shutdown)
{
    int other, fd = end_of_pair(&other);
    TWICE(shutdown, shutdown, SHUT_WR, 0, fd, CLOSED, SHUT_WR);
}
