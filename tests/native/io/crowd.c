/* SPDX-License-Identifier: MIT */
/* A server and its crowd: clients pipeline requests cut anywhere, the server answers each. No readiness may get lost,
 * however the server waits: `level`, `edge` (one read an event, a short read is taken for the end), `oneshot` (many
 * threads wait on one set), `poll`, `threads` (one blocking thread a connection). */
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>

#include "io.h"

#define CLIENTS 24
#define BATCHES 12
#define BATCH_MAX 9
#define WORKERS 4

static const char request[] = "GET /crowd HTTP/1.1\r\nHost: crowd\r\n\r\n";
static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct peer {
    int fd;
    int matched; /* bytes of the request's end that have been seen in a row */
};

static struct peer peers[CLIENTS];
static int callers[CLIENTS], set, left = CLIENTS;

/* Answers every request whose end is in the bytes. */
static void serve(struct peer *peer, const char *bytes, ssize_t count)
{
    static const char end[] = "\r\n\r\n";
    for (ssize_t i = 0; i < count; i++) {
        peer->matched = bytes[i] == end[peer->matched] ? peer->matched + 1 : bytes[i] == '\r';
        if (peer->matched < 4) continue;
        peer->matched = 0;
        demand((int)send(peer->fd, answer, sizeof answer - 1, MSG_NOSIGNAL), "send");
    }
}

/* One read; false when the peer has gone. */
static bool receive(struct peer *peer, size_t room, ssize_t *count)
{
    char bytes[4096];
    *count = recv(peer->fd, bytes, room, 0);
    if (*count < 0 && errno == EAGAIN) return true;
    serve(peer, bytes, *count);
    return *count > 0;
}

static void watch(struct peer *peer, int operation, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = peer};
    demand(epoll_ctl(set, operation, peer->fd, &event), "epoll_ctl");
}

static void leave(struct peer *peer)
{
    close(peer->fd);
    __atomic_sub_fetch(&left, 1, __ATOMIC_RELAXED);
}

static void *by_epoll(void *flags)
{
    uint32_t events = (uint32_t)(uintptr_t)flags;
    while (__atomic_load_n(&left, __ATOMIC_RELAXED) > 0) {
        struct epoll_event ready[8];
        int count = demand(epoll_wait(set, ready, 8, 50), "epoll_wait");
        for (int i = 0; i < count; i++) {
            struct peer *peer = ready[i].data.ptr;
            ssize_t got;
            bool alive;
            do
                alive = receive(peer, 600, &got);
            while (alive && (events & EPOLLET) && got == 600);
            if (!alive)
                leave(peer);
            else if (events & EPOLLONESHOT)
                watch(peer, EPOLL_CTL_MOD, events);
        }
    }
    return NULL;
}

static void by_poll(void)
{
    struct pollfd all[CLIENTS];
    for (int i = 0; i < CLIENTS; i++)
        all[i] = (struct pollfd){.fd = peers[i].fd, .events = POLLIN};
    while (left > 0) {
        demand(poll(all, CLIENTS, -1), "poll");
        for (int i = 0; i < CLIENTS; i++) {
            ssize_t got;
            if (!all[i].revents || receive(&peers[i], 600, &got)) continue;
            leave(&peers[i]);
            all[i].fd = -1;
        }
    }
}

static void *by_blocking(void *of)
{
    struct peer *peer = of;
    ssize_t got;
    while (receive(peer, 600, &got)) {
    }
    leave(peer);
    return NULL;
}

static void *client(void *seed)
{
    unsigned state = (unsigned)(uintptr_t)seed * 2654435761u + 1;
    long answers = 0;
    int fd = callers[(uintptr_t)seed];
    for (int batch = 0; batch < BATCHES; batch++) {
        char bytes[BATCH_MAX * sizeof request], back[BATCH_MAX * sizeof answer];
        size_t requests = 1 + (state = state * 1103515245 + 12345) / 65536 % BATCH_MAX, length = 0, at = 0;
        for (size_t i = 0; i < requests; i++, length += sizeof request - 1)
            memcpy(bytes + length, request, sizeof request - 1);
        while (at < length) {
            size_t part = 1 + (state = state * 1103515245 + 12345) / 65536 % 200;
            if (part > length - at) part = length - at;
            demand((int)send(fd, bytes + at, part, MSG_NOSIGNAL), "send");
            at += part;
        }
        size_t wanted = requests * (sizeof answer - 1);
        if (recv(fd, back, wanted, MSG_WAITALL) != (ssize_t)wanted) return (void *)-1;
        for (size_t i = 0; i < requests; i++)
            answers += memcmp(back + i * (sizeof answer - 1), answer, sizeof answer - 1) == 0;
    }
    close(fd);
    return (void *)answers;
}

static void serve_all(const char *how)
{
    pthread_t workers[CLIENTS];
    int count = 0;
    uint32_t events =
        EPOLLIN | (strcmp(how, "edge") == 0 ? EPOLLET : 0) | (strcmp(how, "oneshot") == 0 ? EPOLLONESHOT : 0);
    if (strcmp(how, "poll") == 0) {
        by_poll();
    } else if (strcmp(how, "threads") == 0) {
        for (; count < CLIENTS; count++)
            pthread_create(&workers[count], NULL, by_blocking, &peers[count]);
    } else {
        for (int i = 0; i < CLIENTS; i++)
            watch(&peers[i], EPOLL_CTL_ADD, events);
        for (; count < (events & EPOLLONESHOT ? WORKERS : 1); count++)
            pthread_create(&workers[count], NULL, by_epoll, (void *)(uintptr_t)events);
    }
    while (count > 0)
        pthread_join(workers[--count], NULL);
}

int main(int words, char **word)
{
    pthread_t clients[CLIENTS];
    long answers = 0;
    if (words != 2) return 99;
    set = demand(epoll_create1(0), "epoll_create1");
    for (int i = 0; i < CLIENTS; i++) {
        int ends[2];
        connection(ends);
        if (strcmp(word[1], "threads") != 0) demand(fcntl(ends[1], F_SETFL, O_NONBLOCK), "O_NONBLOCK");
        callers[i] = ends[0];
        peers[i].fd = ends[1];
    }
    for (uintptr_t i = 0; i < CLIENTS; i++)
        pthread_create(&clients[i], NULL, client, (void *)i);
    serve_all(word[1]);
    for (int i = 0; i < CLIENTS; i++) {
        void *counted;
        pthread_join(clients[i], &counted);
        answers += (long)counted;
    }
    printf("%ld answers\n", answers);
    return 0;
}
