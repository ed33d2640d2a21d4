/* SPDX-License-Identifier: MIT */
/* recv and its relatives. */
#include <sys/socket.h>

#include "../isolate/handover.h"
#include "move.h"

BP_REAL(ssize_t, recv, int, void *, size_t, int);
BP_REAL(ssize_t, __recv_chk, int, void *, size_t, size_t, int);
BP_REAL(ssize_t, recvfrom, int, void *, size_t, int, struct sockaddr *, socklen_t *);
BP_REAL(ssize_t, __recvfrom_chk, int, void *, size_t, size_t, int, struct sockaddr *, socklen_t *);
BP_REAL(ssize_t, recvmsg, int, struct msghdr *, int);
BP_REAL(int, recvmmsg, int, struct mmsghdr *, unsigned, int, struct timespec *);

BP_EXPORT ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    BP_RESOLVE(recv);
    BP_PASS(fd, real_recv(fd, buffer, size, flags));
    struct iovec vector = {buffer, size};
    return BP_RECEIVE(recv, fd, &vector, 1, flags, real_recv(fd, buffer, size, flags));
}

ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags);
BP_EXPORT ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags)
{
    BP_RESOLVE(__recv_chk);
    BP_PASS(fd, real___recv_chk(fd, buffer, size, room, flags));
    if (size > room) return real___recv_chk(fd, buffer, size, room, flags);
    struct iovec vector = {buffer, size};
    return BP_RECEIVE(recv, fd, &vector, 1, flags, real___recv_chk(fd, buffer, size, room, flags));
}

/* A connected stream names no sender: so does the kernel's answer, and held bytes come only from such streams. */
#define BP_RECEIVE_FROM(fd, vectors, count, flags, from, length, call_expression)                                      \
    ({                                                                                                                 \
        struct bp_move bp_moving;                                                                                      \
        ssize_t bp_moved;                                                                                              \
        if (!bp_move_begin(&bp_moving, BP_CALL_recvfrom, &fd, true))                                                   \
            bp_moved = (call_expression);                                                                              \
        else if (!bp_move_stands_in(&bp_moving, vectors, count, flags, &bp_moved))                                     \
            bp_moved = bp_received(bp_move_named(&bp_moving, from, length), vectors, count, flags, (call_expression)); \
        else if (length)                                                                                               \
            *(length) = 0;                                                                                             \
        bp_moved;                                                                                                      \
    })

BP_EXPORT ssize_t recvfrom(int fd, void *restrict buffer, size_t size, int flags, struct sockaddr *restrict from,
                           socklen_t *restrict length)
{
    BP_RESOLVE(recvfrom);
    BP_PASS(fd, real_recvfrom(fd, buffer, size, flags, from, length));
    struct iovec vector = {buffer, size};
    return BP_RECEIVE_FROM(fd, &vector, 1, flags, from, length, real_recvfrom(fd, buffer, size, flags, from, length));
}

ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags, struct sockaddr *from,
                       socklen_t *length);
BP_EXPORT ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags, struct sockaddr *from,
                                 socklen_t *length)
{
    BP_RESOLVE(__recvfrom_chk);
    BP_PASS(fd, real___recvfrom_chk(fd, buffer, size, room, flags, from, length));
    if (size > room) return real___recvfrom_chk(fd, buffer, size, room, flags, from, length);
    struct iovec vector = {buffer, size};
    return BP_RECEIVE_FROM(fd, &vector, 1, flags, from, length,
                           real___recvfrom_chk(fd, buffer, size, room, flags, from, length));
}

/* Held bytes carry neither name nor control data. */
static void no_extras(struct msghdr *message, int flags)
{
    message->msg_namelen = 0;
    message->msg_controllen = 0;
    message->msg_flags = flags & MSG_CMSG_CLOEXEC;
}

/* What came with control data belongs to it: it is not cut. */
static int cut_flags(const struct msghdr *message, int flags)
{
    return message->msg_controllen > 0 ? flags | MSG_WAITALL : flags;
}

static bool stands_in(struct bp_move *moving, struct msghdr *message, int flags, ssize_t *moved)
{
    const struct iovec *vectors = message->msg_iov;
    int count = (int)message->msg_iovlen;
    if (bp_move_holds(moving) && bp_move_held(moving, vectors, count, flags, moved)) {
        no_extras(message, flags);
        return true;
    }
    if (!bp_move_ahead(moving, vectors, count, flags, message, moved)) return false;
    if (*moved >= 0 && message->msg_controllen > 0) bp_take_over_message(message);
    return true;
}

BP_EXPORT ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    BP_RESOLVE(recvmsg);
    BP_PASS(fd, real_recvmsg(fd, message, flags));
    struct bp_move moving;
    ssize_t moved;
    if (!bp_move_begin(&moving, BP_CALL_recvmsg, &fd, true)) return real_recvmsg(fd, message, flags);
    /* Only the kernel may find out that the header cannot be read. */
    if ((bp_move_holds(&moving) || bp_move_looks(&moving)) && stands_in(&moving, message, flags, &moved)) return moved;
    moved = real_recvmsg(fd, message, flags);
    if (!bp_move_readable(message, sizeof *message, moved, errno)) return bp_received(&moving, NULL, 0, flags, moved);
    if (moved >= 0 && message->msg_controllen > 0) bp_take_over_message(message);
    return bp_received(bp_move_named(&moving, message->msg_name, &message->msg_namelen), message->msg_iov,
                       (int)message->msg_iovlen, cut_flags(message, flags), moved);
}

/* A stream that is framed gives one message at a time, so that it can end at a border. */
static int receive_one(struct bp_move *moving, int fd, struct mmsghdr *messages, int flags, struct timespec *timeout)
{
    struct msghdr *first = &messages->msg_hdr;
    ssize_t moved;
    moving->single = true;
    if (!stands_in(moving, first, flags, &moved)) {
        int result = real_recvmmsg(fd, messages, 1, flags, timeout);
        if (result <= 0) return (int)bp_received(moving, NULL, 0, flags, result);
        moved = bp_received(moving, first->msg_iov, (int)first->msg_iovlen, cut_flags(first, flags),
                            (ssize_t)messages->msg_len);
    }
    if (moved < 0) return -1;
    messages->msg_len = (unsigned)moved;
    return 1;
}

/* Who asks for several messages without saying that the first will do waits for all of them; and where no protocol is
 * known nobody needs a border. */
static bool one_will_do(const struct bp_move *moving, unsigned count, int flags)
{
    const struct bp_channel_state *channel = moving->channel;
    if (!moving->alone || count == 0) return false;
    bool several = (flags & (MSG_WAITFORONE | MSG_DONTWAIT)) && (channel->spoken || channel->protocol);
    return bp_move_holds(moving) || (bp_may_cut(channel, flags) && (count == 1 || several));
}

BP_EXPORT int recvmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags, struct timespec *timeout)
{
    BP_RESOLVE(recvmmsg);
    BP_PASS(fd, real_recvmmsg(fd, messages, count, flags, timeout));
    struct bp_move moving;
    if (!bp_move_begin(&moving, BP_CALL_recvmmsg, &fd, true)) return real_recvmmsg(fd, messages, count, flags, timeout);
    moving.size = count;
    moving.sized = true;
    if (one_will_do(&moving, count, flags)) return receive_one(&moving, fd, messages, flags, timeout);
    return bp_moved_many(&moving, messages, flags, real_recvmmsg(fd, messages, count, flags, timeout));
}

BP_ALIAS(recv, __recv);
