/* SPDX-License-Identifier: MIT */
/* When bytes may be held back, and who has to be told of it. */
#include <fcntl.h>

#include "../channel/moving.h"
#include "../channel/share.h"
#include "../guard/raw.h"
#include "held.h"
#include "watch.h"

/* A program that is woken by a signal for each arrival, or only for many bytes at once, counts on the kernel's count.
 */
static bool counts_arrivals(int fd)
{
    int least = 1;
    socklen_t size = sizeof least;
    bp_raw(SYS_getsockopt, fd, SOL_SOCKET, SO_RCVLOWAT, &least, &size);
    return least > 1 || (bp_raw(SYS_fcntl, fd, F_GETFL) & O_ASYNC);
}

static bool may_hold(const struct bp_move *move)
{
    struct bp_channel_state *channel = move->channel;
    if (channel->ahead || bp_shared(channel)) return false;
    if (counts_arrivals(move->fd)) {
        channel->whole = true;
        return false;
    }
    return bp_watches_prepare(channel);
}

/* Somebody else is in a receiving call or waits by poll or select. Who comes later sees what is held; who came before
 * may be in the kernel already. */
static bool others(const struct bp_channel_state *channel)
{
    return __atomic_load_n(&channel->streams[BP_RECEIVED].users, __ATOMIC_SEQ_CST) > 1 ||
           __atomic_load_n(&channel->polled, __ATOMIC_SEQ_CST) > 0;
}

bool bp_hold(const struct bp_move *move, const struct iovec *vectors, int count, size_t from, size_t until)
{
    struct bp_channel_state *channel = move->channel;
    uint32_t size = (uint32_t)(until - from);
    if (!may_hold(move)) return false;
    bool held = bp_held_put(channel, vectors, count, from, until);
    /* Fails when another has found the bytes already: then they are his. */
    if (!held || (others(channel) && bp_held_take(channel, size, size))) {
        bp_watches_rest(channel);
        return false;
    }
    bp_watches_ready(channel);
    return true;
}
