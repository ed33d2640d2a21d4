/* SPDX-License-Identifier: MIT */
/* A server that answers pipelined requests, waiting in every known way, and clients that send them cut anywhere. Every
 * choice comes from a seed. Prints how many answers were right: `stress WAY SEED CLIENTS BATCHES`. */
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "stress.h"

#define CLIENTS_MAX 64
#define SERVERS 3

static struct peer peers[CLIENTS_MAX];
static int callers[CLIENTS_MAX], sets[SERVERS], inner = -1, clients, batches, left;
static uint32_t watched; /* EPOLL* flags */
static uint64_t seed;

static void answer(struct peer *peer)
{
    char text[64];
    for (size_t length; (length = request_length(peer->bytes, peer->length));) {
        int count = sprintf(text, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n%08x", sum(peer->bytes, length));
        demand((int)send(peer->fd, text, (size_t)count, MSG_NOSIGNAL), "send");
        peer->length -= length;
        memmove(peer->bytes, peer->bytes + length, peer->length);
    }
}

enum drain { ONE_READ, UNTIL_SHORT, UNTIL_END };

/* One read, or as many as an edge-triggered program makes: until one is short, or to the end once it has come. */
static bool serve(struct peer *peer, enum drain drain)
{
    pthread_mutex_lock(&peer->lock);
    size_t room;
    ssize_t count;
    do {
        room = draw(&peer->chance, 4) ? BUFFER - 1 : 2 + draw(&peer->chance, 100);
        count = peer->over ? -1 : receive(peer, room);
        if (count > 0) peer->length += (size_t)count;
        answer(peer);
    } while ((drain == UNTIL_SHORT && count == (ssize_t)room) || (drain == UNTIL_END && count > 0));
    if (count == 0 && !peer->over) {
        peer->over = true;
        shutdown(peer->fd, SHUT_RDWR);
        __atomic_sub_fetch(&left, 1, __ATOMIC_ACQ_REL);
    }
    bool over = peer->over;
    pthread_mutex_unlock(&peer->lock);
    return !over;
}

static bool working(void)
{
    return __atomic_load_n(&left, __ATOMIC_ACQUIRE) > 0;
}

static void by_poll(bool masked)
{
    struct pollfd all[CLIENTS_MAX];
    struct timespec while_ = {0, 100000000};
    for (int i = 0; i < clients; i++)
        all[i] = (struct pollfd){.fd = peers[i].fd, .events = POLLIN};
    while (working()) {
        demand(masked ? ppoll(all, (nfds_t)clients, &while_, NULL) : poll(all, (nfds_t)clients, 100), "poll");
        for (int i = 0; i < clients; i++)
            if (all[i].revents && !serve(&peers[i], ONE_READ)) all[i].fd = -1;
    }
}

static void by_select(bool masked)
{
    while (working()) {
        fd_set reads;
        struct timespec exact = {0, 100000000};
        struct timeval rough = {0, 100000};
        FD_ZERO(&reads);
        for (int i = 0; i < clients; i++)
            if (!peers[i].over) FD_SET(peers[i].fd, &reads);
        int most = peers[clients - 1].fd + 1;
        demand(masked ? pselect(most, &reads, NULL, NULL, &exact, NULL) : select(most, &reads, NULL, NULL, &rough),
               "select");
        for (int i = 0; i < clients; i++)
            if (FD_ISSET(peers[i].fd, &reads)) serve(&peers[i], ONE_READ);
    }
}

static int wait_for(int set, struct epoll_event *events, int room, uint32_t how)
{
    struct timespec while_ = {0, 100000000};
    struct pollfd whole = {.fd = set, .events = POLLIN};
    if (inner >= 0) demand(poll(&whole, 1, 100), "poll");
    if (inner >= 0) return epoll_wait(set, events, room, 0);
    if (how == 0) return epoll_wait(set, events, room, 100);
    if (how == 1) return epoll_pwait(set, events, room, 100, NULL);
    return epoll_pwait2(set, events, room, &while_, NULL);
}

static void *by_epoll(void *of)
{
    int set = sets[(uintptr_t)of];
    struct chance chance = {seed + (uintptr_t)of};
    while (working()) {
        struct epoll_event events[8];
        int count = demand(wait_for(set, events, 1 + (int)draw(&chance, 8), draw(&chance, 3)), "epoll_wait");
        for (int i = 0; i < count; i++) {
            struct peer *peer = events[i].data.ptr;
            struct epoll_event again = {.events = watched, .data.ptr = peer};
            bool ended = events[i].events & (EPOLLRDHUP | EPOLLHUP);
            bool alive = serve(peer, !(watched & EPOLLET) ? ONE_READ : ended ? UNTIL_END : UNTIL_SHORT);
            if (!alive && !(watched & (EPOLLET | EPOLLONESHOT))) epoll_ctl(set, EPOLL_CTL_DEL, peer->fd, NULL);
            if (alive && (watched & EPOLLONESHOT)) demand(epoll_ctl(set, EPOLL_CTL_MOD, peer->fd, &again), "epoll_ctl");
        }
    }
    return NULL;
}

/* `servers` threads, each with a set of its own or all with one. */
static void by_sets(uint32_t flags, int servers, bool own)
{
    pthread_t threads[SERVERS];
    watched = EPOLLIN | flags | (flags & EPOLLET ? EPOLLRDHUP : 0);
    for (int i = 0; i < servers; i++) {
        sets[i] = i && !own ? sets[0] : demand(epoll_create1(0), "epoll_create1");
        for (int peer = 0; peer < clients && (i == 0 || own); peer++) {
            struct epoll_event event = {.events = watched, .data.ptr = &peers[peer]};
            demand(epoll_ctl(sets[i], EPOLL_CTL_ADD, peers[peer].fd, &event), "epoll_ctl");
        }
    }
    for (uintptr_t i = 0; i < (uintptr_t)servers; i++)
        pthread_create(&threads[i], NULL, by_epoll, (void *)i);
    for (int i = 0; i < servers; i++)
        pthread_join(threads[i], NULL);
}

static void *client(void *of)
{
    int fd = callers[(uintptr_t)of], number = 0;
    struct chance chance = {seed * 1000 + (uintptr_t)of};
    long right = 0;
    for (int batch = 0; batch < batches; batch++) {
        char bytes[8 * 400], wanted[64], got[64];
        uint32_t sums[8], requests = 1 + draw(&chance, 8);
        size_t length = 0;
        for (uint32_t i = 0; i < requests; i++) {
            size_t one = make_request(&chance, number++, bytes + length);
            sums[i] = sum(bytes + length, one);
            length += one;
        }
        for (size_t at = 0, part; at < length; at += part) {
            part = 1 + draw(&chance, draw(&chance, 3) ? 3200 : 40);
            if (part > length - at) part = length - at;
            demand((int)send(fd, bytes + at, part, MSG_NOSIGNAL), "send");
        }
        if (batch == batches - 1) shutdown(fd, SHUT_WR);
        for (uint32_t i = 0; i < requests; i++) {
            int count = sprintf(wanted, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n%08x", sums[i]);
            right += recv(fd, got, (size_t)count, MSG_WAITALL) == count && memcmp(got, wanted, (size_t)count) == 0;
        }
    }
    return (void *)right;
}

static void serve_all(const char *way)
{
    if (strcmp(way, "poll") == 0) return by_poll(false);
    if (strcmp(way, "ppoll") == 0) return by_poll(true);
    if (strcmp(way, "select") == 0) return by_select(false);
    if (strcmp(way, "pselect") == 0) return by_select(true);
    if (strcmp(way, "level") == 0) return by_sets(0, 1, false);
    if (strcmp(way, "level-threads") == 0) return by_sets(0, SERVERS, false);
    if (strcmp(way, "edge") == 0) return by_sets(EPOLLET, 1, false);
    if (strcmp(way, "edge-threads") == 0) return by_sets(EPOLLET, SERVERS, false);
    if (strcmp(way, "oneshot") == 0) return by_sets(EPOLLONESHOT, SERVERS, false);
    if (strcmp(way, "edge-oneshot") == 0) return by_sets(EPOLLET | EPOLLONESHOT, SERVERS, false);
    if (strcmp(way, "exclusive") == 0) return by_sets(EPOLLEXCLUSIVE, 2, true);
    if (strcmp(way, "three-sets") == 0) return by_sets(0, 3, true);
    if (strcmp(way, "nested") == 0) {
        inner = 1;
        return by_sets(0, 1, false);
    }
    exit(99);
}

int main(int count, char **words)
{
    pthread_t threads[CLIENTS_MAX];
    long right = 0;
    if (count != 5) return 99;
    seed = strtoull(words[2], NULL, 10);
    left = clients = atoi(words[3]);
    batches = atoi(words[4]);
    for (int i = 0; i < clients; i++) {
        int ends[2];
        connection(ends);
        demand(fcntl(ends[1], F_SETFL, O_NONBLOCK), "O_NONBLOCK");
        int at_once = 1;
        setsockopt(ends[0], IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        callers[i] = ends[0];
        peers[i] = (struct peer){.fd = ends[1], .lock = PTHREAD_MUTEX_INITIALIZER, .chance = {seed + (uint64_t)i}};
    }
    alarm(30);
    for (uintptr_t i = 0; i < (uintptr_t)clients; i++)
        pthread_create(&threads[i], NULL, client, (void *)i);
    serve_all(words[1]);
    for (int i = 0; i < clients; i++) {
        void *result;
        pthread_join(threads[i], &result);
        right += (long)result;
    }
    printf("%ld right answers\n", right);
    return 0;
}
