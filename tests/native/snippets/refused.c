/* SPDX-License-Identifier: MIT */
/* Calls that the kernel refuses before, or without, looking at memory that nobody can read. */
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "snippet.h"

#define CLOSED 1000
#define SHOW(call)                                                                                                     \
    do {                                                                                                               \
        errno = 0;                                                                                                     \
        long shown = (long)(call);                                                                                     \
        printf("%s = %ld %s\n", #call, shown, strerrorname_np(errno));                                                 \
    } while (0)

static void *volatile nowhere = (void *)1;
static volatile int minus_one = -1;

/* The last byte before memory that cannot be read. */
static char *edge(void)
{
    char *room = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(room + 2 * 4096, 4096, PROT_NONE);
    return room + 2 * 4096;
}

static void vectors(int fd, int socket)
{
    struct iovec *last = (struct iovec *)edge() - 1;
    *last = (struct iovec){"x", 1};
    struct msghdr many = {.msg_iov = last, .msg_iovlen = 5000}, beyond = {.msg_iov = nowhere, .msg_iovlen = 2};
    SHOW(writev(CLOSED, nowhere, 2));
    SHOW(readv(CLOSED, nowhere, 2));
    SHOW(writev(fd, last, 5000));
    SHOW(writev(fd, last, minus_one));
    SHOW(readv(fd, last, 5000));
    SHOW(writev(fd, last, 2));
    SHOW(preadv(CLOSED, nowhere, 2, 0));
    SHOW(pwritev(fd, last, 5000, 0));
    SHOW(preadv2(CLOSED, nowhere, 2, -1, 0));
    SHOW(pwritev2(CLOSED, nowhere, 2, 0, 0));
    SHOW(vmsplice(CLOSED, nowhere, 2, 0));
    SHOW(sendmsg(CLOSED, nowhere, 0));
    SHOW(recvmsg(CLOSED, nowhere, 0));
    SHOW(sendmsg(fd, nowhere, 0));
    SHOW(sendmsg(socket, nowhere, 0));
    SHOW(sendmsg(socket, &many, 0));
    SHOW(recvmsg(socket, &many, MSG_DONTWAIT));
    SHOW(sendmsg(socket, &beyond, 0));
    SHOW(sendmsg(CLOSED, &beyond, 0));
    SHOW(sendmmsg(CLOSED, nowhere, 2, 0));
    SHOW(recvmmsg(CLOSED, nowhere, 2, 0, NULL));
    SHOW(sendmmsg(socket, nowhere, 2, 0));
}

static void paths(void)
{
    char *endless = edge() - 2 * 4096;
    memset(endless, 'x', 2 * 4096);
    SHOW(open(nowhere, O_TMPFILE & ~O_DIRECTORY));
    SHOW(open(nowhere, O_TMPFILE | O_RDONLY, 0600));
    SHOW(open(endless, O_RDONLY));
    SHOW(openat(CLOSED, nowhere, O_RDONLY));
    SHOW(fopen(endless, "r"));
    SHOW(creat(nowhere, 0600));
}

int main(void)
{
    int ends[2], set = epoll_create1(0), fd = open("/dev/null", O_RDWR);
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    vectors(fd, ends[0]);
    paths();
    SHOW(epoll_ctl(set, EPOLL_CTL_ADD, ends[0], nowhere));
    SHOW(epoll_ctl(CLOSED, EPOLL_CTL_ADD, ends[0], nowhere));
    SHOW(epoll_wait(CLOSED, nowhere, 4, 0));
    SHOW(poll(nowhere, 1, 0));
    SHOW(select(1, nowhere, NULL, NULL, &(struct timeval){0, 0}));
    SHOW(connect(ends[0], nowhere, 16));
    SHOW(accept(ends[0], nowhere, nowhere));
    SHOW(pipe(nowhere));
    SHOW(fexecve(open("/bin/true", O_RDONLY), (char *[]){"true", NULL}, NULL));
    SHOW(read(fd, nowhere, 4) >= 0);
    SHOW(recv(CLOSED, nowhere, 4, 0));
    SHOW(sendto(ends[0], nowhere, 4, 0, NULL, 0));
    return 0;
}
