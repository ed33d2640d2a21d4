/* SPDX-License-Identifier: MIT */
/* recv and its relatives. */
#include <sys/socket.h>

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
    struct iovec vector = {buffer, size};
    return BP_RECEIVE(recv, fd, &vector, 1, flags, real_recv(fd, buffer, size, flags));
}

ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags);
BP_EXPORT ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags)
{
    BP_RESOLVE(__recv_chk);
    if (size > room) return real___recv_chk(fd, buffer, size, room, flags);
    struct iovec vector = {buffer, size};
    return BP_RECEIVE(recv, fd, &vector, 1, flags, real___recv_chk(fd, buffer, size, room, flags));
}

/* A connected stream names no sender: so does the kernel's answer, and held bytes come only from such streams. */
#define BP_RECEIVE_FROM(fd, vectors, count, flags, length, call_expression)                                            \
    ({                                                                                                                 \
        struct bp_move bp_moving;                                                                                      \
        ssize_t bp_moved;                                                                                              \
        if (!bp_move_begin(&bp_moving, BP_CALL_recvfrom, &fd, true))                                                   \
            bp_moved = (call_expression);                                                                              \
        else if (!bp_move_from_held(&bp_moving, vectors, count, flags, &bp_moved))                                     \
            bp_moved = bp_received(&bp_moving, vectors, count, flags, (call_expression));                              \
        else if (length)                                                                                               \
            *(length) = 0;                                                                                             \
        bp_moved;                                                                                                      \
    })

BP_EXPORT ssize_t recvfrom(int fd, void *restrict buffer, size_t size, int flags, struct sockaddr *restrict from,
                           socklen_t *restrict length)
{
    BP_RESOLVE(recvfrom);
    struct iovec vector = {buffer, size};
    return BP_RECEIVE_FROM(fd, &vector, 1, flags, length, real_recvfrom(fd, buffer, size, flags, from, length));
}

ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags, struct sockaddr *from,
                       socklen_t *length);
BP_EXPORT ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags, struct sockaddr *from,
                                 socklen_t *length)
{
    BP_RESOLVE(__recvfrom_chk);
    if (size > room) return real___recvfrom_chk(fd, buffer, size, room, flags, from, length);
    struct iovec vector = {buffer, size};
    return BP_RECEIVE_FROM(fd, &vector, 1, flags, length,
                           real___recvfrom_chk(fd, buffer, size, room, flags, from, length));
}

/* Held bytes carry neither name nor control data. */
static void no_extras(struct msghdr *message)
{
    message->msg_namelen = 0;
    message->msg_controllen = 0;
    message->msg_flags = 0;
}

BP_EXPORT ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    BP_RESOLVE(recvmsg);
    struct bp_move moving;
    ssize_t moved;
    if (!bp_move_begin(&moving, BP_CALL_recvmsg, &fd, true)) return real_recvmsg(fd, message, flags);
    /* Only the kernel may find out that the header cannot be read. */
    if (bp_move_holds(&moving) && bp_move_held(&moving, message->msg_iov, (int)message->msg_iovlen, flags, &moved)) {
        no_extras(message);
        return moved;
    }
    moved = real_recvmsg(fd, message, flags);
    bool readable = !(moved < 0 && errno == EFAULT);
    return bp_received(&moving, readable ? message->msg_iov : NULL, readable ? (int)message->msg_iovlen : 0, flags,
                       moved);
}

/* A stream that is framed gives one message at a time, so that it can end at a border. */
static int receive_one(struct bp_move *moving, int fd, struct mmsghdr *messages, int flags, struct timespec *timeout)
{
    struct msghdr *first = &messages->msg_hdr;
    ssize_t moved;
    moving->single = true;
    if (bp_move_holds(moving) && bp_move_held(moving, first->msg_iov, (int)first->msg_iovlen, flags, &moved)) {
        no_extras(first);
    } else {
        int result = real_recvmmsg(fd, messages, 1, flags, timeout);
        if (result <= 0) return (int)bp_received(moving, NULL, 0, flags, result);
        moved = bp_received(moving, first->msg_iov, (int)first->msg_iovlen, flags, (ssize_t)messages->msg_len);
    }
    messages->msg_len = (unsigned)moved;
    return 1;
}

BP_EXPORT int recvmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags, struct timespec *timeout)
{
    BP_RESOLVE(recvmmsg);
    struct bp_move moving;
    if (!bp_move_begin(&moving, BP_CALL_recvmmsg, &fd, true)) return real_recvmmsg(fd, messages, count, flags, timeout);
    moving.size = count;
    moving.sized = true;
    bool at_borders = moving.alone && (moving.channel->held || bp_may_cut(moving.channel, flags));
    if (at_borders && count > 0) return receive_one(&moving, fd, messages, flags, timeout);
    return bp_moved_many(&moving, messages, flags, real_recvmmsg(fd, messages, count, flags, timeout));
}

BP_ALIAS(recv, __recv);
