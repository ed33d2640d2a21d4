/* SPDX-License-Identifier: MIT */
/* Bytes that were held back at a border, given to the program's next receiving call. */
#include <errno.h>

#include "../guard/raw.h"
#include "../guard/real.h"
#include "held.h"
#include "moving.h"
#include "watch.h"

#define REST_VECTORS 8 /* of the program's vectors that a top-up fills */

BP_REAL(ssize_t, recvmsg, int, struct msghdr *, int);

/* Fills what is left of the program's vectors from the kernel, as one read would have: without waiting, unless it asked
 * for all. */
static size_t top_up(const struct bp_move *move, const struct iovec *vectors, int count, int flags, size_t filled)
{
    struct iovec rest[REST_VECTORS];
    int used = 0;
    size_t at = 0;
    for (int i = 0; i < count && used < REST_VECTORS; at += vectors[i++].iov_len) {
        size_t skip = filled > at ? filled - at : 0;
        if (skip >= vectors[i].iov_len) continue;
        rest[used++] = (struct iovec){(uint8_t *)vectors[i].iov_base + skip, vectors[i].iov_len - skip};
    }
    BP_RESOLVE(recvmsg);
    struct msghdr message = {.msg_iov = rest, .msg_iovlen = (size_t)used};
    ssize_t received = real_recvmsg(move->fd, &message, flags & MSG_WAITALL ? flags : flags | MSG_DONTWAIT);
    return received > 0 ? bp_take_in(move->channel, rest, used, flags, (size_t)received, bp_now()) : 0;
}

/* The program takes a short read for the end of what there is. An edge-triggered set may have told it of more already,
 * of bytes or of the connection's end, together with the held bytes: it has to be told again. */
static void remind(const struct bp_move *move)
{
    struct bp_channel_state *channel = move->channel;
    uint8_t byte;
    if (channel->held)
        bp_watches_ready(channel);
    else if (bp_watched_by_edge(channel) &&
             bp_raw(SYS_recvfrom, move->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT, NULL, NULL) != -EAGAIN)
        bp_watches_remind(channel);
    if (!channel->held) bp_watches_rest(channel);
}

/* Up to `size` held bytes, at most to the next border. `vectors` NULL when they have gone elsewhere. */
static size_t give(const struct bp_move *move, const struct iovec *vectors, int count, int flags, size_t size)
{
    struct bp_channel_state *channel = move->channel;
    struct bp_held *held = channel->held;
    bool copies = vectors && !(flags & MSG_TRUNC);
    size_t there = held->end - held->begin;
    struct iovec source = {held->bytes + held->begin, there < size ? there : size};
    struct bp_run run = {&source, 1, 0, source.iov_len};
    struct bp_fed fed = bp_message_feed(channel, BP_RECEIVED, bp_now(), &run, bp_may_cut(channel, flags));
    if (copies) bp_held_copy(channel, vectors, count, fed.until);
    bp_held_give(channel, fed.until);
    if (fed.until == size) {
        if (!channel->held) bp_watches_rest(channel);
        return size;
    }
    bool at_border = fed.border && bp_may_cut(channel, flags);
    size_t more = fed.until == there && !at_border && copies ? top_up(move, vectors, count, flags, there) : 0;
    if (!more) remind(move);
    return fed.until + more;
}

static size_t peek(const struct bp_move *move, const struct iovec *vectors, int count, int flags, size_t size)
{
    size_t copied = bp_held_copy(move->channel, vectors, count, size);
    struct bp_run run = {vectors, count, 0, copied};
    return bp_may_cut(move->channel, flags) ? bp_message_border(move->channel, &run) : copied;
}

bool bp_move_held(struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t *result)
{
    size_t size = bp_vectors_size(vectors, count);
    if (size == 0 || (flags & (MSG_OOB | MSG_ERRQUEUE))) return false;
    int error = errno;
    uint64_t offset = bp_move_stream(move)->offset;
    *result =
        (ssize_t)(flags & MSG_PEEK ? peek(move, vectors, count, flags, size) : give(move, vectors, count, flags, size));
    bp_move_leave(move);
    if (bp_recording()) bp_move_record(move, offset, bp_now(), size, *result, 0);
    errno = error;
    return true;
}

bool bp_move_held_to(struct bp_move *move, int to, size_t size, ssize_t *result)
{
    struct bp_channel_state *channel = move->channel;
    struct bp_held *held = move->alone ? channel->held : NULL;
    if (!held || size == 0) return false;
    size_t there = held->end - held->begin;
    struct iovec source = {held->bytes + held->begin, there < size ? there : size};
    struct bp_run run = {&source, 1, 0, source.iov_len};
    size_t border = bp_may_cut(channel, 0) ? bp_message_border(channel, &run) : source.iov_len;
    long written = bp_raw(SYS_write, to, source.iov_base, border);
    if (written > 0) give(move, NULL, 0, 0, (size_t)written);
    if (bp_raw_failed(written)) errno = (int)-written;
    *result = bp_raw_failed(written) ? -1 : written;
    bp_move_leave(move);
    return true;
}
