/* SPDX-License-Identifier: MIT */
/* send and its relatives. */
#include <sys/socket.h>

#include "../isolate/handover.h"
#include "move.h"

BP_REAL(ssize_t, send, int, const void *, size_t, int);
BP_REAL(ssize_t, sendto, int, const void *, size_t, int, const struct sockaddr *, socklen_t);
BP_REAL(ssize_t, sendmsg, int, const struct msghdr *, int);
BP_REAL(int, sendmmsg, int, struct mmsghdr *, unsigned, int);

BP_EXPORT ssize_t send(int fd, const void *bytes, size_t size, int flags)
{
    BP_RESOLVE(send);
    BP_PASS(fd, real_send(fd, bytes, size, flags));
    struct iovec vector = {(void *)bytes, size};
    return BP_SEND(send, fd, &vector, 1, flags, real_send(fd, bytes, size, flags));
}

/* A connection that begins with its first bytes (TCP Fast Open) is like one that connect made. */
static void connected(struct bp_move *moving, int flags, ssize_t moved, const struct sockaddr *to, socklen_t length)
{
    if (!(flags & MSG_FASTOPEN) || !to || !moving->channel || moving->entered) return;
    if (moved < 0 && errno != EINPROGRESS) return;
    bp_channel_connected(moving->fd, to, length);
    if (moving->channel->framed) bp_move_enter(moving);
}

BP_EXPORT ssize_t sendto(int fd, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    BP_RESOLVE(sendto);
    BP_PASS(fd, real_sendto(fd, bytes, size, flags, to, length));
    struct iovec vector = {(void *)bytes, size};
    struct bp_move moving;
    if (!bp_move_begin(&moving, BP_CALL_sendto, &fd, false)) return real_sendto(fd, bytes, size, flags, to, length);
    ssize_t moved = real_sendto(fd, bytes, size, flags, to, length);
    connected(&moving, flags, moved, to, length);
    return bp_sent(bp_move_named(&moving, to, &length), &vector, 1, flags, moved);
}

/* Descriptors travel over Unix sockets only. */
static bool carries_control(const struct bp_move *moving, const struct msghdr *message)
{
    const struct bp_channel_state *channel = moving->channel;
    return channel && (channel->kind == BP_CHANNEL_UNIX_STREAM || channel->kind == BP_CHANNEL_UNIX_DATAGRAM) &&
           (uintptr_t)message >= BP_NO_MEMORY && message->msg_controllen > 0;
}

BP_EXPORT ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    BP_RESOLVE(sendmsg);
    BP_PASS(fd, real_sendmsg(fd, message, flags));
    struct bp_move moving;
    if (!bp_move_begin(&moving, BP_CALL_sendmsg, &fd, false)) return real_sendmsg(fd, message, flags);
    bool carries = carries_control(&moving, message);
    if (carries) bp_hand_over_message(message);
    ssize_t moved = real_sendmsg(fd, message, flags);
    if (carries && moved < 0) bp_take_back_message(message);
    bool readable = bp_move_readable(message, sizeof *message, moved, errno);
    if (readable) {
        bp_move_named(&moving, message->msg_name, &message->msg_namelen);
        connected(&moving, flags, moved, message->msg_name, message->msg_namelen);
    }
    return bp_sent(&moving, readable ? message->msg_iov : NULL, readable ? (int)message->msg_iovlen : 0, flags, moved);
}

BP_EXPORT int sendmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags)
{
    BP_RESOLVE(sendmmsg);
    BP_PASS(fd, real_sendmmsg(fd, messages, count, flags));
    struct bp_move moving;
    if (!bp_move_begin(&moving, BP_CALL_sendmmsg, &fd, false)) return real_sendmmsg(fd, messages, count, flags);
    moving.size = count;
    moving.sized = true;
    return bp_moved_many(&moving, messages, flags, real_sendmmsg(fd, messages, count, flags));
}

BP_ALIAS(send, __send);
BP_ALIAS(sendmmsg, __sendmmsg);
