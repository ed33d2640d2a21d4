/* SPDX-License-Identifier: MIT */
/* Programs that count on what the kernel tells of arrivals: a low-water mark, signals, credentials with each message,
 * stdio, the whole of what there is, and looks ahead for more than a message. */
#include <poll.h>
#include <signal.h>
#include <sys/un.h>

#include "stream.h"

static void low_water(void)
{
    char bytes[ROOM];
    int least = 700;
    struct pollfd end = {.fd = ends[1], .events = POLLIN};
    setsockopt(ends[1], SOL_SOCKET, SO_RCVLOWAT, &least, sizeof least);
    shutdown(ends[0], SHUT_WR);
    while (so_far() < size && poll(&end, 1, -1) == 1) {
        ssize_t count = recv(ends[1], bytes, 700, 0);
        if (count < 700 && so_far() + (uint32_t)count < size) printf("woken for less\n");
        gather(bytes, count);
    }
}

static volatile sig_atomic_t arrived;

static void note(int signal)
{
    (void)signal;
    arrived = 1;
}

/* One read a signal would do, were there no more: so it reads until there is none. */
static void by_signal(void)
{
    char bytes[ROOM];
    sigset_t blocked, before;
    signal(SIGIO, note);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGIO);
    sigprocmask(SIG_BLOCK, &blocked, &before);
    fcntl(ends[1], F_SETOWN, getpid());
    fcntl(ends[1], F_SETFL, O_ASYNC | O_NONBLOCK);
    demand((int)send(ends[0], "GET / HTTP/1.1\r\n\r\n", 18, 0), "send");
    memcpy(sent + size, "GET / HTTP/1.1\r\n\r\n", 18);
    size += 18;
    while (so_far() < size) {
        while (!arrived)
            sigsuspend(&before);
        arrived = 0;
        ssize_t count = read(ends[1], bytes, sizeof bytes);
        gather(bytes, count);
        while (count == sizeof bytes)
            gather(bytes, count = read(ends[1], bytes, sizeof bytes));
    }
}

static void wait_for_all(void)
{
    static char bytes[ROOM];
    struct iovec parts[20];
    gather(bytes, recv(ends[1], bytes, 40, 0));
    uint32_t left = size - so_far();
    for (uint32_t i = 0; i < 20; i++)
        parts[i] = (struct iovec){bytes + i * (left / 20), i < 19 ? left / 20 : left - 19 * (left / 20)};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 20};
    ssize_t count = recvmsg(ends[1], &message, MSG_WAITALL);
    gather(bytes, count);
}

/* Looks until a certain number of bytes can be seen. */
static void look_for_many(void)
{
    char bytes[ROOM];
    gather(bytes, recv(ends[1], bytes, 45, 0));
    while (so_far() + 12 <= size) {
        while (recv(ends[1], bytes, 12, MSG_PEEK | MSG_WAITALL) < 12 && so_far() + 12 <= size) {
            gather(bytes, recv(ends[1], bytes, 1, 0));
        }
        gather(bytes, recv(ends[1], bytes, 12, MSG_WAITALL));
    }
    while (so_far() < size)
        gather(bytes, recv(ends[1], bytes, sizeof bytes, 0));
}

/* Bytes are thrown away by count; their places stay known. */
static void truncate_some(void)
{
    char bytes[ROOM];
    gather(bytes, recv(ends[1], bytes, 45, 0));
    while (so_far() < size) {
        uint32_t at = so_far();
        ssize_t count = recv(ends[1], NULL, 30, MSG_TRUNC);
        gather(sent + at, count);
    }
}

static void by_stdio(void)
{
    char bytes[ROOM];
    shutdown(ends[0], SHUT_WR);
    gather(bytes, read(ends[1], bytes, sizeof bytes));
    FILE *stream = fdopen(dup(ends[1]), "r");
    for (size_t count; (count = fread(bytes, 1, 100, stream)) > 0;)
        gather(bytes, (ssize_t)count);
    fclose(stream);
}

static void count_what_is_there(void)
{
    char bytes[ROOM];
    int there;
    while (so_far() < size) {
        demand(ioctl(ends[1], FIONREAD, &there), "FIONREAD");
        if ((uint32_t)there != size - so_far()) printf("%d there, %u to come\n", there, size - so_far());
        gather(bytes, read(ends[1], bytes, so_far() % 3 ? 77 : sizeof bytes));
    }
}

/* Over a Unix socket whose every message tells who sent it. */
static void with_credentials(void)
{
    char bytes[ROOM], control[256];
    int on = 1, pair[2];
    demand(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
    setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
    demand((int)send(pair[0], sent, size, 0), "send");
    while (so_far() < size) {
        struct iovec vector = {bytes, sizeof bytes};
        struct msghdr message = {
            .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
        gather(bytes, recvmsg(pair[1], &message, 0));
        if (!CMSG_FIRSTHDR(&message)) printf("nobody sent this\n");
    }
}

static const struct named_case cases[] = {{"low-water", low_water},       {"signal", by_signal},
                                          {"wait-for-all", wait_for_all}, {"look", look_for_many},
                                          {"truncate", truncate_some},    {"stdio", by_stdio},
                                          {"there", count_what_is_there}, {"credentials", with_credentials}};

int main(int count, char **words)
{
    return run_named(cases, sizeof cases / sizeof *cases, count, words);
}
