/* SPDX-License-Identifier: MIT */
/* Bytes that were held back at a border, given to the program's next receiving call. */
#include <errno.h>

#include "../channel/moving.h"
#include "../guard/raw.h"
#include "../guard/real.h"
#include "held.h"
#include "watch.h"

#define REST_VECTORS 8 /* of the program's vectors that one step of a top-up fills */

BP_REAL(ssize_t, recvmsg, int, struct msghdr *, int);

/* The program's call. */
struct giving {
    struct bp_move *move;
    const struct iovec *vectors;
    int count;
    int flags;
    size_t size;
};

static bool cuts(const struct giving *giving)
{
    return giving->move->alone && bp_may_cut(giving->move->channel, giving->flags);
}

/* Receives into the vectors behind the first `filled` bytes. */
static ssize_t receive_rest(const struct giving *giving, size_t filled, int flags, struct iovec *rest, int *used)
{
    BP_RESOLVE(recvmsg);
    *used = bp_vectors_part(giving->vectors, giving->count, filled, SIZE_MAX, rest, REST_VECTORS);
    struct msghdr message = {.msg_iov = rest, .msg_iovlen = (size_t)*used};
    return real_recvmsg(giving->move->fd, &message, flags);
}

/* Fills what is left of the program's vectors from the kernel, as one read would have: without waiting, unless it asked
 * for all. What comes with descriptors (Unix sockets) is left to a call that has room for them. */
static size_t top_up(const struct giving *giving, size_t filled)
{
    bool all = giving->flags & MSG_WAITALL;
    size_t before = filled;
    if (giving->move->channel->kind == BP_CHANNEL_UNIX_STREAM && !all) return 0;
    do {
        struct iovec rest[REST_VECTORS];
        int used;
        int flags = all ? giving->flags : giving->flags | MSG_DONTWAIT;
        ssize_t received = receive_rest(giving, filled, flags, rest, &used);
        if (received <= 0) break;
        filled += giving->move->alone ? bp_take_in(giving->move, rest, used, flags, (size_t)received, bp_now())
                                      : (bp_move_advance(giving->move, (uint64_t)received), (size_t)received);
        if ((size_t)received < bp_vectors_size(rest, used)) break;
    } while (all && filled < giving->size);
    return filled - before;
}

/* The program takes a short read for the end of what there is. An edge-triggered set may have told it of more already,
 * of bytes or of the connection's end, together with the held bytes: it has to be told again. */
static void remind(const struct bp_move *move)
{
    struct bp_channel_state *channel = move->channel;
    uint8_t byte;
    if (bp_held_count(channel))
        bp_watches_ready(channel);
    else if (bp_watched_by_edge(channel) &&
             bp_raw(SYS_recvfrom, move->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT, NULL, NULL) != -EAGAIN)
        bp_watches_remind(channel);
}

/* Takes the held bytes up to the next border; how many, and how many there were. 0: somebody else was first. */
static size_t take(const struct giving *giving, uint32_t *there)
{
    struct bp_channel_state *channel = giving->move->channel;
    for (;;) {
        uint64_t handle = __atomic_load_n(&channel->held, __ATOMIC_ACQUIRE);
        struct iovec source = {(void *)bp_shelf_bytes(handle, there), 0};
        if (*there == 0) return 0;
        source.iov_len = *there < giving->size ? *there : giving->size;
        struct bp_run run = {&source, 1, 0, source.iov_len};
        size_t part = cuts(giving) ? bp_message_border(channel, &run) : source.iov_len;
        if (!(giving->flags & MSG_TRUNC)) bp_shelf_copy(handle, giving->vectors, giving->count, part);
        if (bp_held_take(channel, *there, part)) return part;
    }
}

/* What the framer makes of taken bytes: whether a message ended with them. */
static bool feed(const struct giving *giving, size_t taken)
{
    if (!giving->move->alone) {
        bp_move_advance(giving->move, taken);
        return false;
    }
    if (giving->flags & MSG_TRUNC) {
        bp_feed_unseen(giving->move, taken, bp_now());
        return false;
    }
    struct bp_run run = {giving->vectors, giving->count, 0, taken};
    uint64_t now = bp_now();
    bp_record_lasted(giving->move->begin, now);
    return bp_message_feed(giving->move->channel, BP_RECEIVED, now, &run, false).border;
}

static size_t give(const struct giving *giving)
{
    uint32_t there;
    size_t taken = take(giving, &there), more = 0;
    if (taken == 0) return 0;
    bool at_border = feed(giving, taken) && cuts(giving);
    if (taken < giving->size) {
        if (taken == there && !at_border && !(giving->flags & MSG_TRUNC)) more = top_up(giving, taken);
        if (!more) remind(giving->move);
    }
    if (!bp_held_count(giving->move->channel)) bp_watches_rest(giving->move->channel);
    return taken + more;
}

/* A look ahead sees what the kernel has behind the held bytes too, up to the border. */
static size_t peek(const struct giving *giving)
{
    struct bp_channel_state *channel = giving->move->channel;
    uint64_t handle = __atomic_load_n(&channel->held, __ATOMIC_ACQUIRE);
    size_t seen = bp_shelf_copy(handle, giving->vectors, giving->count, giving->size);
    struct bp_run run = {giving->vectors, giving->count, 0, seen};
    size_t border = cuts(giving) && seen ? bp_message_border(channel, &run) : seen;
    if (seen == 0 || border < seen || seen == giving->size) return border;
    struct iovec rest[REST_VECTORS];
    int used;
    int flags = giving->flags & MSG_WAITALL ? giving->flags : giving->flags | MSG_DONTWAIT;
    ssize_t more = receive_rest(giving, seen, flags, rest, &used);
    run.until += more > 0 ? (size_t)more : 0;
    return cuts(giving) ? bp_message_border(channel, &run) : run.until;
}

bool bp_move_held(struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t *result)
{
    struct giving giving = {move, vectors, count, flags, bp_vectors_size(vectors, count)};
    if (giving.size == 0 || (flags & (MSG_OOB | MSG_ERRQUEUE))) return false;
    int error = errno;
    uint64_t offset = bp_move_stream(move)->offset;
    size_t given = flags & MSG_PEEK ? peek(&giving) : give(&giving);
    errno = error;
    if (given == 0) {
        bp_held_settle(move->channel);
        if (!bp_held_count(move->channel)) bp_watches_rest(move->channel);
        return false;
    }
    *result = (ssize_t)given;
    bp_move_leave(move);
    if (bp_recording()) bp_move_record(move, offset, bp_now(), giving.size, *result, 0);
    errno = error;
    return true;
}
