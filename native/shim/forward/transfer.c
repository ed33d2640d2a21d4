/* SPDX-License-Identifier: MIT */
/* Moves within the kernel: the program never sees the bytes, so the framer only counts them. */
#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "move.h"

BP_REAL(ssize_t, sendfile, int, int, off_t *, size_t);
BP_REAL(ssize_t, sendfile64, int, int, off64_t *, size_t);
BP_REAL(ssize_t, splice, int, off64_t *, int, off64_t *, size_t, unsigned);
BP_REAL(ssize_t, tee, int, int, size_t, unsigned);
BP_REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned);

static ssize_t sent_unseen(struct bp_move *move, int source, ssize_t result)
{
    struct iovec unseen = {NULL, result > 0 ? (size_t)result : 0};
    move->size = (uint64_t)source;
    move->sized = true;
    return bp_sent(move, &unseen, 1, 0, result);
}

#define BP_SENDFILE(name, offset_type)                                                                                 \
    BP_EXPORT ssize_t name(int to, int from, offset_type *offset, size_t size)                                         \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        from = bp_visible(from);                                                                                       \
        struct bp_move move;                                                                                           \
        if (!bp_move_begin(&move, BP_CALL_sendfile, &to, false)) return real_##name(to, from, offset, size);           \
        return sent_unseen(&move, from, real_##name(to, from, offset, size));                                          \
    }

BP_SENDFILE(sendfile, off_t)
BP_SENDFILE(sendfile64, off64_t)

BP_EXPORT ssize_t splice(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags)
{
    BP_RESOLVE(splice);
    struct bp_move in, out;
    bool receiving = bp_move_begin(&in, BP_CALL_splice, &from, true),
         sending = bp_move_begin(&out, BP_CALL_splice, &to, false);
    ssize_t moved;
    /* What is held for the program are the first bytes that the kernel would have moved. */
    if (!receiving || !sending || !bp_move_held_to(&in, to, size, &moved)) {
        moved = real_splice(from, from_at, to, to_at, size, flags);
        if (receiving) bp_received_unseen(&in, moved);
    }
    return sending ? sent_unseen(&out, from, moved) : moved;
}

BP_EXPORT ssize_t tee(int from, int to, size_t size, unsigned flags)
{
    BP_RESOLVE(tee);
    from = bp_visible(from);
    to = bp_visible(to);
    return real_tee(from, to, size, flags);
}

BP_EXPORT ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t size, unsigned flags)
{
    BP_RESOLVE(copy_file_range);
    from = bp_visible(from);
    to = bp_visible(to);
    return BP_OBSERVE(copy_file_range, to, real_copy_file_range(from, from_at, to, to_at, size, flags),
                      .argument = (uint64_t)from);
}
