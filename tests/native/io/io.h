/* SPDX-License-Identifier: MIT */
/* What the programs of this folder share. */
#ifndef IO_H
#define IO_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

/* An address that nothing lies at; the compiler does not know. */
static void *volatile nowhere __attribute__((unused)) = (void *)1;

/* A result and, where it tells of a failure, the error's name. */
#define SHOW(call)                                                                                                     \
    do {                                                                                                               \
        errno = 0;                                                                                                     \
        long shown = (long)(call);                                                                                     \
        printf("%s = %ld %s\n", #call, shown, shown < 0 ? strerrorname_np(errno) : "");                                \
    } while (0)

static inline int demand(int result, const char *what)
{
    if (result >= 0) return result;
    perror(what);
    exit(100);
}

/* Sets `name` to the address of a socket that listens on loopback. */
static inline int listening(struct sockaddr_in *name)
{
    socklen_t length = sizeof *name;
    int fd = demand(socket(AF_INET, SOCK_STREAM, 0), "socket");
    *name = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    demand(bind(fd, (struct sockaddr *)name, sizeof *name), "bind");
    demand(listen(fd, 8), "listen");
    demand(getsockname(fd, (struct sockaddr *)name, &length), "getsockname");
    return fd;
}

/* Both ends of a TCP connection: ends[0] connected, ends[1] accepted. */
static inline void connection(int ends[2])
{
    struct sockaddr_in name;
    int listener = listening(&name);
    ends[0] = demand(socket(AF_INET, SOCK_STREAM, 0), "socket");
    demand(connect(ends[0], (struct sockaddr *)&name, sizeof name), "connect");
    ends[1] = demand(accept(listener, NULL, NULL), "accept");
    close(listener);
}

#endif
