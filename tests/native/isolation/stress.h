/* SPDX-License-Identifier: MIT */
/* The random part of stress.c: requests, and the many ways to receive them. */
#ifndef STRESS_H
#define STRESS_H

#include <pthread.h>
#include <sys/ioctl.h>

#include "../io/io.h"

#define BUFFER 4096

struct chance {
    uint64_t state;
};

static inline uint32_t draw(struct chance *chance, uint32_t below)
{
    chance->state = chance->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(chance->state >> 33) % below;
}

/* What a server knows of one client. */
struct peer {
    int fd;
    pthread_mutex_t lock; /* sets that overlap may wake two threads for one peer */
    struct chance chance;
    size_t length;
    bool over;
    char bytes[2 * BUFFER];
};

static inline uint32_t sum(const char *bytes, size_t count)
{
    uint32_t value = 2166136261u;
    for (size_t i = 0; i < count; i++)
        value = (value ^ (unsigned char)bytes[i]) * 16777619u;
    return value;
}

/* Length of the request that the bytes begin with; 0 while it is not complete. */
static inline size_t request_length(const char *bytes, size_t count)
{
    const char *end = memmem(bytes, count, "\r\n\r\n", 4);
    const char *length = end ? memmem(bytes, (size_t)(end - bytes), "Length: ", 8) : NULL;
    if (!end) return 0;
    size_t whole = (size_t)(end - bytes) + 4 + (length ? (size_t)atoi(length + 8) : 0);
    return whole <= count ? whole : 0;
}

static inline size_t make_request(struct chance *chance, int number, char *to)
{
    uint32_t body = draw(chance, 3) ? 0 : draw(chance, 300);
    size_t head = (size_t)(body ? sprintf(to, "POST /%d HTTP/1.1\r\nContent-Length: %u\r\n\r\n", number, body)
                                : sprintf(to, "GET /%d HTTP/1.1\r\nHost: %x\r\n\r\n", number, draw(chance, 1 << 20)));
    for (uint32_t i = 0; i < body; i++)
        to[head + i] = (char)('a' + draw(chance, 26));
    return head + body;
}

static inline ssize_t by_message(int fd, char *to, size_t room, bool many)
{
    struct iovec parts[2] = {{to, room / 3}, {to + room / 3, room - room / 3}};
    struct mmsghdr message = {.msg_hdr = {.msg_iov = parts, .msg_iovlen = 2}};
    if (!many) return recvmsg(fd, &message.msg_hdr, MSG_DONTWAIT);
    int count = recvmmsg(fd, &message, 1, MSG_DONTWAIT, NULL);
    return count == 1 ? (ssize_t)message.msg_len : count;
}

/* A short look does not tell how much there is; a count does not tell more than there is. */
static inline ssize_t look_first(int fd, char *to, size_t room)
{
    int there;
    ssize_t seen = recv(fd, to, room, MSG_PEEK | MSG_DONTWAIT);
    demand(ioctl(fd, FIONREAD, &there), "FIONREAD");
    if (seen > 0 && there < seen) printf("%d there, %zd seen\n", there, seen);
    uint32_t before = seen > 0 ? sum(to, (size_t)seen) : 0;
    ssize_t count = recv(fd, to, room, MSG_DONTWAIT);
    if (seen > 0 && (count < seen || sum(to, (size_t)seen) != before)) printf("%zd seen, %zd received\n", seen, count);
    return count;
}

static inline ssize_t receive(struct peer *peer, size_t room)
{
    char *to = peer->bytes + peer->length;
    struct iovec parts[3] = {{to, 1}, {to + 1, room / 2}, {to + 1 + room / 2, room - 1 - room / 2}};
    switch (draw(&peer->chance, 6)) {
    case 0:
        return recv(peer->fd, to, room, MSG_DONTWAIT);
    case 1:
        return readv(peer->fd, parts, 3);
    case 2:
        return by_message(peer->fd, to, room, false);
    case 3:
        return by_message(peer->fd, to, room, true);
    case 4:
        return look_first(peer->fd, to, room);
    default:
        return read(peer->fd, to, room);
    }
}

#endif
