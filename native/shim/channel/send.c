/* SPDX-License-Identifier: MIT */
/* Bytes given to the kernel. */
#include <errno.h>

#include "moving.h"

static void sent_framed(const struct bp_move *move, const struct iovec *vectors, int count, ssize_t result,
                        uint64_t end)
{
    struct bp_run run = {vectors, count, 0, (size_t)result};
    if (result > 0)
        bp_message_feed(move->channel, BP_SENT, move->begin, &run, false);
    else if (bp_connection_is_over(result, errno))
        bp_message_close(move->channel, BP_SENT, end);
}

ssize_t bp_sent(struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t result)
{
    if (__builtin_expect(move->silent, 0)) {
        bp_move_count(move, result > 0 && !(flags & MSG_OOB) ? (uint64_t)result : 0);
        return result;
    }
    uint64_t end = bp_now(), offset = 0;
    int before = errno, error = result < 0 ? before : 0;
    if (bp_move_there(move)) {
        if (move->alone && !(flags & MSG_OOB)) {
            offset = bp_move_stream(move)->offset;
            sent_framed(move, vectors, count, result, end);
            errno = before;
        } else {
            offset = bp_move_advance(move, result > 0 && !(flags & MSG_OOB) ? (uint64_t)result : 0);
            bp_move_one_datagram(move, vectors, count, flags, result, move->begin);
        }
        bp_move_leave(move);
    }
    bp_move_record(move, offset, end, bp_vectors_asked(vectors, count, result, error), result, error);
    return result;
}
