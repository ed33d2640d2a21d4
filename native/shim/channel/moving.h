/* SPDX-License-Identifier: MIT */
/* What the parts of move.h share among themselves. */
#ifndef BP_MOVING_H
#define BP_MOVING_H

#include "message.h"
#include "move.h"

static inline enum bp_direction bp_move_direction(const struct bp_move *move)
{
    return move->receives ? BP_RECEIVED : BP_SENT;
}

static inline struct bp_stream *bp_move_stream(const struct bp_move *move)
{
    return &move->channel->streams[bp_move_direction(move)];
}

/* Whether the state is known and still that of the channel with which the call began. */
static inline bool bp_move_there(const struct bp_move *move)
{
    return move->channel && __atomic_load_n(&move->channel->generation, __ATOMIC_ACQUIRE) == move->generation;
}

/* The end of what bp_move_enter began. */
void bp_move_leave(const struct bp_move *move);

/* Writes the channel's record again when what it says of messages and TLS has changed. */
void bp_channel_tell(int fd, struct bp_channel_state *channel);

/* The end of a call of which nothing is recorded. */
void bp_move_count(const struct bp_move *move, uint64_t count);

/* Counts moved bytes that no framer sees; where they began. */
uint64_t bp_move_advance(const struct bp_move *move, uint64_t count);

/* The CALL record. `asked` is used unless the move has a size of its own. */
void bp_move_record(const struct bp_move *move, uint64_t offset, uint64_t end, uint64_t asked, ssize_t result,
                    int error);

/* Bytes that vectors have room for. */
size_t bp_vectors_size(const struct iovec *vectors, int count);

/* The same after a call that failed: the kernel may have refused without a look, or for what it saw. */
size_t bp_vectors_refused(const struct iovec *vectors, int count, int error);

static inline size_t bp_vectors_asked(const struct iovec *vectors, int count, ssize_t result, int error)
{
    if (__builtin_expect(result < 0, 0)) return bp_vectors_refused(vectors, count, error);
    return __builtin_expect(count == 1, 1) ? vectors->iov_len : bp_vectors_size(vectors, count);
}

/* A datagram of `result` bytes that went by, with the name of its other end (NULL: none given): recorded when it is a
 * message. */
void bp_move_datagram(const struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t result,
                      const void *name, size_t name_length, uint64_t time);

static inline bool bp_move_by_datagrams(const struct bp_move *move)
{
    return __builtin_expect(move->channel->kind == BP_CHANNEL_UDP, 0);
}

/* The same for a call with one datagram. */
static inline void bp_move_one_datagram(const struct bp_move *move, const struct iovec *vectors, int count, int flags,
                                        ssize_t result, uint64_t time)
{
    if (bp_move_by_datagrams(move) && result > 0)
        bp_move_datagram(move, vectors, count, flags, result, move->name, move->name ? *move->name_length : 0, time);
}

/* Whether an error says that the connection is no more. */
bool bp_connection_is_over(ssize_t result, int error);

/* Feeds received bytes; what lies behind a border is held. How many of them the program gets now. */
size_t bp_take_in(const struct bp_move *move, const struct iovec *vectors, int count, int flags, size_t received,
                  uint64_t time);

/* Bytes that moved unseen. */
void bp_feed_unseen(const struct bp_move *move, size_t count, uint64_t time);

/* Holds bytes [from, until) back, unless somebody may wait for them where only the kernel can wake him. */
bool bp_hold(const struct bp_move *move, const struct iovec *vectors, int count, size_t from, size_t until);

/* The vectors without their first `skip` bytes and behind `most` more, as many as `room` takes; how many. */
int bp_vectors_part(const struct iovec *vectors, int count, size_t skip, size_t most, struct iovec *part, int room);

#endif
