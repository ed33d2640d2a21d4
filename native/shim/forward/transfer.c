/* SPDX-License-Identifier: MIT */
/* Moves within the kernel: the program never sees the bytes, so the framer only counts them. */
#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "move.h"

BP_REAL(ssize_t, sendfile, int, int, off_t *, size_t);
BP_REAL(ssize_t, sendfile64, int, int, off64_t *, size_t);
BP_REAL(ssize_t, splice, int, off64_t *, int, off64_t *, size_t, unsigned);
BP_REAL(ssize_t, vmsplice, int, const struct iovec *, size_t, unsigned);
BP_REAL(ssize_t, tee, int, int, size_t, unsigned);
BP_REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);

static ssize_t sent_unseen(struct bp_move *move, int source, ssize_t result)
{
    struct iovec unseen = {NULL, result > 0 ? (size_t)result : 0};
    move->size = (uint64_t)source;
    move->sized = true;
    return bp_sent(move, &unseen, 1, 0, result);
}

static bool is_pipe(int fd)
{
    const struct bp_channel_state *state = bp_channel_of(fd);
    return state && state->kind == BP_CHANNEL_PIPE;
}

/* Splices between a framed connection and a pipe: what is held for the program are the first bytes that the kernel
 * would have moved. */
#define BP_SPLICE(name, from, to, size, waits, call_expression)                                                        \
    ({                                                                                                                 \
        struct bp_move bp_in, bp_out;                                                                                  \
        bool bp_receiving = bp_move_begin(&bp_in, BP_CALL_##name, &from, true),                                        \
             bp_sending = bp_move_begin(&bp_out, BP_CALL_##name, &to, false);                                          \
        ssize_t bp_moved;                                                                                              \
        if (!bp_receiving || !is_pipe(to) || !bp_move_held_to(&bp_in, to, size, waits, &bp_moved)) {                   \
            bp_moved = (call_expression);                                                                              \
            if (bp_receiving) bp_received_unseen(&bp_in, bp_moved);                                                    \
        }                                                                                                              \
        bp_sending ? sent_unseen(&bp_out, from, bp_moved) : bp_moved;                                                  \
    })

static bool framed(int fd)
{
    const struct bp_channel_state *state = bp_channel_at(fd);
    return state && state->framed;
}

/* From a socket into a pipe it is a splice, since Linux 5.12. */
#define BP_SENDFILE(name, offset_type)                                                                                 \
    BP_EXPORT ssize_t name(int to, int from, offset_type *offset, size_t size)                                         \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        from = bp_visible(from);                                                                                       \
        if (framed(from) && !offset)                                                                                   \
            return BP_SPLICE(sendfile, from, to, size, true, real_##name(to, from, offset, size));                     \
        struct bp_move move;                                                                                           \
        if (!bp_move_begin(&move, BP_CALL_sendfile, &to, false)) return real_##name(to, from, offset, size);           \
        return sent_unseen(&move, from, real_##name(to, from, offset, size));                                          \
    }

BP_SENDFILE(sendfile, off_t)
BP_SENDFILE(sendfile64, off64_t)

BP_EXPORT ssize_t splice(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags)
{
    BP_RESOLVE(splice);
    size_t held = from_at || to_at ? 0 : size;
    return BP_SPLICE(splice, from, to, held, !(flags & SPLICE_F_NONBLOCK),
                     real_splice(from, from_at, to, to_at, size, flags));
}

/* The source keeps what it holds. */
BP_EXPORT ssize_t tee(int from, int to, size_t size, unsigned flags)
{
    BP_RESOLVE(tee);
    struct bp_move move;
    from = bp_visible(from);
    if (!bp_move_begin(&move, BP_CALL_tee, &to, false)) return real_tee(from, to, size, flags);
    return sent_unseen(&move, from, real_tee(from, to, size, flags));
}

/* A pipe's end says which way the bytes go; out of it, they are read. */
BP_EXPORT ssize_t vmsplice(int fd, const struct iovec *vectors, size_t count, unsigned flags)
{
    BP_RESOLVE(vmsplice);
    struct bp_channel_state *pipe = bp_recording() ? bp_channel_of(fd) : NULL;
    if (pipe && (pipe->flags & BP_CHANNEL_READS))
        return BP_RECEIVE(readv, fd, vectors, (int)count, 0, real_vmsplice(fd, vectors, count, flags));
    return BP_SEND(vmsplice, fd, vectors, (int)count, 0, real_vmsplice(fd, vectors, count, flags));
}

BP_EXPORT ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags)
{
    BP_RESOLVE(copy_file_range);
    from = bp_visible(from);
    to = bp_visible(to);
    return BP_OBSERVE(copy_file_range, to, real_copy_file_range(from, from_at, to, to_at, size, flags),
                      .argument = (uint64_t)from);
}
