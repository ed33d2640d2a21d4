/* SPDX-License-Identifier: MIT */
/* Reads that look for a message's border before they take anything, where bytes cannot be held back. */
#include <errno.h>

#include "../channel/moving.h"
#include "../channel/share.h"
#include "../guard/real.h"
#include "handover.h"
#include "watch.h"

#define PART_VECTORS 16 /* of the program's vectors that such a read fills */

BP_REAL(ssize_t, recvmsg, int, struct msghdr *, int);

/* Whether the call may be made in two steps. An edge-triggered set hears of what stays in the kernel through us. */
static bool may_look(const struct bp_move *move, int flags)
{
    struct bp_channel_state *channel = move->channel;
    if (flags & (MSG_PEEK | MSG_OOB | MSG_ERRQUEUE | MSG_TRUNC | MSG_WAITALL)) return false;
    if (!bp_may_cut(channel, flags) || !(channel->ahead || bp_shared(channel))) return false;
    return !bp_watched_by_edge(channel) || bp_watches_prepare(channel);
}

static ssize_t receive(int fd, const struct iovec *vectors, int count, size_t most, int flags, struct msghdr *like)
{
    struct iovec part[PART_VECTORS];
    struct msghdr message = like ? *like : (struct msghdr){0};
    message.msg_iov = part;
    message.msg_iovlen = (size_t)bp_vectors_part(vectors, count, 0, most, part, PART_VECTORS);
    ssize_t received = real_recvmsg(fd, &message, flags);
    if (!like || received < 0) return received;
    like->msg_namelen = message.msg_namelen;
    like->msg_controllen = message.msg_controllen;
    like->msg_flags = message.msg_flags;
    return received;
}

bool bp_move_ahead(struct bp_move *move, const struct iovec *vectors, int count, int flags, struct msghdr *like,
                   ssize_t *result)
{
    struct bp_channel_state *channel = move->channel;
    size_t size = bp_vectors_size(vectors, count);
    if (channel->handed) {
        bp_take_back(move->fd, channel);
        if (bp_move_holds(move)) return bp_move_held(move, vectors, count, flags, result);
    }
    if (size == 0 || !may_look(move, flags)) return false;
    BP_RESOLVE(recvmsg);
    ssize_t seen = receive(move->fd, vectors, count, size, flags | MSG_PEEK, NULL);
    if (seen == 0) return false;
    if (seen > 0) {
        struct bp_run run = {vectors, count, 0, (size_t)seen};
        size_t border = bp_message_border(channel, &run);
        *result = receive(move->fd, vectors, count, border, flags, like);
        bool more = border < (size_t)seen;
        if (more && bp_watched_by_edge(channel)) bp_watches_remind(channel);
    } else {
        *result = -1;
    }
    bp_watches_rest(channel);
    *result = bp_received(move, vectors, count, flags, *result);
    return true;
}
