/* SPDX-License-Identifier: MIT */
/* Bytes received from the kernel. */
#include <errno.h>

#include "moving.h"

size_t bp_take_in(const struct bp_move *move, const struct iovec *vectors, int count, int flags, size_t received,
                  uint64_t time)
{
    struct bp_channel_state *channel = move->channel;
    struct bp_run run = {vectors, count, 0, received};
    struct bp_fed fed = bp_message_feed(channel, BP_RECEIVED, time, &run, bp_may_cut(channel, flags));
    if (fed.until == received || bp_hold(move, vectors, count, fed.until, received)) return fed.until;
    run.from = fed.until;
    bp_message_feed(channel, BP_RECEIVED, time, &run, false);
    return received;
}

void bp_feed_unseen(const struct bp_move *move, size_t count, uint64_t time)
{
    struct iovec unseen = {NULL, count};
    struct bp_run run = {&unseen, 1, 0, count};
    bp_message_feed(move->channel, BP_RECEIVED, time, &run, false);
}

/* A look ahead ends where the read that follows it will. */
static ssize_t peeked(const struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t result)
{
    struct bp_run run = {vectors, count, 0, result > 0 ? (size_t)result : 0};
    if (result <= 0 || !move->alone || (flags & MSG_TRUNC) || !bp_may_cut(move->channel, flags)) return result;
    return (ssize_t)bp_message_border(move->channel, &run);
}

/* A stream whose bytes the framer sees. Returns what the program is to get. */
static ssize_t received_framed(const struct bp_move *move, const struct iovec *vectors, int count, int flags,
                               ssize_t result, uint64_t end)
{
    size_t moved = result > 0 ? (size_t)result : 0;
    if (flags & (MSG_OOB | MSG_ERRQUEUE)) return result;
    if (flags & MSG_PEEK) return peeked(move, vectors, count, flags, result);
    if (!move->alone)
        bp_move_advance(move, moved);
    else if (moved && (flags & MSG_TRUNC))
        bp_feed_unseen(move, moved, end);
    else if (moved)
        return (ssize_t)bp_take_in(move, vectors, count, flags, moved, end);
    else if (result == 0 ? bp_vectors_size(vectors, count) > 0 : bp_connection_is_over(result, errno))
        bp_message_close(move->channel, BP_RECEIVED, end);
    return result;
}

ssize_t bp_received(struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t result)
{
    if (__builtin_expect(move->silent, 0)) {
        bp_move_count(move, result > 0 && !(flags & (MSG_PEEK | MSG_OOB | MSG_ERRQUEUE)) ? (uint64_t)result : 0);
        return result;
    }
    uint64_t end = bp_now(), offset = 0;
    bp_record_lasted(move->begin, end); /* before a request that it brought is a turn */
    int before = errno, error = result < 0 ? before : 0;
    if (bp_move_there(move)) {
        if (move->entered) {
            offset = bp_move_stream(move)->offset;
            result = received_framed(move, vectors, count, flags, result, end);
            bp_move_leave(move);
            errno = before;
        } else {
            offset = bp_move_advance(move, result > 0 && !(flags & (MSG_PEEK | MSG_OOB)) ? (uint64_t)result : 0);
            bp_move_one_datagram(move, vectors, count, flags, result, end);
        }
    }
    bp_move_record(move, offset, end, bp_vectors_asked(vectors, count, result, error), result, error);
    return result;
}

void bp_received_unseen(struct bp_move *move, ssize_t result)
{
    int before = errno;
    if (move->silent) {
        bp_move_count(move, result > 0 ? (uint64_t)result : 0);
        return;
    }
    if (!bp_move_there(move)) return;
    if (move->alone && result > 0)
        bp_feed_unseen(move, (size_t)result, bp_now());
    else
        bp_move_advance(move, result > 0 ? (uint64_t)result : 0);
    bp_move_leave(move);
    errno = before;
}
