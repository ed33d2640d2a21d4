/* SPDX-License-Identifier: MIT */
/*
 * What all calls that move bytes have in common. A wrapper says begin, makes the real call (or, in its place, takes
 * bytes that are held for the program) and says received or sent; messages, offsets and the CALL record are written
 * here.
 */
#ifndef BP_MOVE_H
#define BP_MOVE_H

#include <sys/socket.h>
#include <sys/uio.h>

#include "../guard/hidden.h"
#include "../record/options.h"
#include "../record/record.h"
#include "channel.h"

struct bp_move {
    struct bp_channel_state *channel; /* NULL unknown */
    uint64_t begin;
    uint64_t size;                /* bp_call.argument where that is not the bytes asked for */
    const void *name;             /* sockets: the address of the other end, once the call has succeeded; NULL none */
    const socklen_t *name_length; /* its bytes */
    uint32_t generation;
    int fd;
    uint16_t call;
    bool sized;
    bool single; /* one message of a call that returns how many: 1 is recorded as the result, not its bytes */
    bool receives;
    bool entered; /* counted among its stream's users */
    bool alone;   /* and was the only one: the framer may be fed */
    bool silent;  /* nothing is recorded: bytes are only counted */
};

/* Whether a call that is not recorded concerns nothing that the shim has or knows. */
static inline bool bp_move_passes(int fd)
{
    const struct bp_channel_state *channel = bp_channel_at(fd);
    return !bp_fd_hidden(fd) && !(channel && channel->framed);
}

/* Counts this call among its stream's users; two at once end the conversation's framing. */
void bp_move_enter(struct bp_move *move);

/* Tracing is off, and the call concerns nothing that the shim has or knows. */
static inline bool bp_move_off(int fd)
{
    return __builtin_expect(bp_switched_off(), 0) && !bp_sealed && bp_move_passes(fd);
}

/* False: the real call is all. move->fd is `fd`, or -1 for a hidden one, so that the real call fails as it should. */
bool bp_move_prepare(struct bp_move *move, uint16_t call, int fd, bool receives);

/* The same. The wrapper's `fd` itself never has an address, or no call of the wrapper could be a jump. */
static inline __attribute__((always_inline)) bool bp_move_begin(struct bp_move *move, uint16_t call, int *fd,
                                                                bool receives)
{
    bool seen = bp_move_prepare(move, call, *fd, receives);
    *fd = move->fd;
    return seen;
}

/* The program names the other end, or wants it named. */
static inline struct bp_move *bp_move_named(struct bp_move *move, const void *name, const socklen_t *length)
{
    move->name = name;
    move->name_length = length;
    return move;
}

/* Whether what a program passed to a call may be looked at after it returned `result`. */
bool bp_move_readable(const void *memory, size_t size, ssize_t result, int error);

/* Bytes held for the program stand in for the real call: true with `*result` set, and all recorded. Else nothing has
 * happened. */
bool bp_move_held(struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t *result);

/* Whether what is received now may end at a message's border. */
static inline bool bp_may_cut(const struct bp_channel_state *channel, int flags)
{
    return bp_options.isolate && !channel->whole && !(flags & MSG_WAITALL);
}

static inline bool bp_move_holds(const struct bp_move *move)
{
    return __builtin_expect(move->entered && __atomic_load_n(&move->channel->held, __ATOMIC_SEQ_CST), 0);
}

/* Whether the call has to look for the border of a message before it takes anything. */
static inline bool bp_move_looks(const struct bp_move *move)
{
    return __builtin_expect(move->alone && (move->channel->ahead || move->channel->share), 0);
}

/* Bytes must stay in the kernel until they are wanted: looks at what there is and takes up to the border. True with
 * `*result` set, and all recorded; the real call is not to be made. `like`: the program's message, NULL none. */
bool bp_move_ahead(struct bp_move *move, const struct iovec *vectors, int count, int flags, struct msghdr *like,
                   ssize_t *result);

/* What stands in for the real call of a receiver. */
static inline bool bp_move_stands_in(struct bp_move *move, const struct iovec *vectors, int count, int flags,
                                     ssize_t *result)
{
    if (bp_move_holds(move) && bp_move_held(move, vectors, count, flags, result)) return true;
    return bp_move_looks(move) && bp_move_ahead(move, vectors, count, flags, NULL, result);
}

/* The same into a pipe (splice); `waits`: for room there. Records no CALL, for that is the pipe's. */
bool bp_move_held_to(struct bp_move *move, int pipe, size_t size, bool waits, ssize_t *result);

/* The real call returned `result`. Returns what the program is to get: less where a message's border lies before the
 * end. */
ssize_t bp_received(struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t result);

/* The same for bytes sent; iov_base NULL for bytes that moved unseen. Returns `result`. */
ssize_t bp_sent(struct bp_move *move, const struct iovec *vectors, int count, int flags, ssize_t result);

/* Bytes left the channel and were never in the program's memory. Records no CALL. */
void bp_received_unseen(struct bp_move *move, ssize_t result);

/* recvmmsg or sendmmsg returned `result` messages. Returns it. */
int bp_moved_many(struct bp_move *move, const struct mmsghdr *messages, int flags, int result);

#endif
