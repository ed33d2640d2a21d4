/* SPDX-License-Identifier: MIT */
/* Reading and writing at a position: the stream's offset stays, the record tells the position. */
#include <sys/uio.h>
#include <unistd.h>

#include "../channel/moving.h"
#include "move.h"

#define BP_AT(name, call_expression, size_expression)                                                                  \
    ({                                                                                                                 \
        ssize_t bp_moved;                                                                                              \
        fd = bp_visible(fd);                                                                                           \
        if (!bp_recording()) {                                                                                         \
            bp_moved = (call_expression);                                                                              \
        } else {                                                                                                       \
            struct bp_call_facts facts = {                                                                             \
                .call = BP_CALL_##name, .fd = fd, .offset = (uint64_t)at, .begin = bp_now()};                          \
            bp_moved = (call_expression);                                                                              \
            facts.argument = (size_expression);                                                                        \
            bp_observed(&facts, bp_moved);                                                                             \
        }                                                                                                              \
        bp_moved;                                                                                                      \
    })

BP_REAL(ssize_t, pread, int, void *, size_t, off_t);
BP_EXPORT ssize_t pread(int fd, void *bytes, size_t size, off_t at)
{
    BP_RESOLVE(pread);
    return BP_AT(pread, real_pread(fd, bytes, size, at), size);
}

BP_REAL(ssize_t, pread64, int, void *, size_t, off_t);
BP_EXPORT ssize_t pread64(int fd, void *bytes, size_t size, off_t at)
{
    BP_RESOLVE(pread64);
    return BP_AT(pread, real_pread64(fd, bytes, size, at), size);
}

BP_REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
BP_EXPORT ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
    BP_RESOLVE(pwrite);
    return BP_AT(pwrite, real_pwrite(fd, bytes, size, at), size);
}

BP_REAL(ssize_t, pwrite64, int, const void *, size_t, off_t);
BP_EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t size, off_t at)
{
    BP_RESOLVE(pwrite64);
    return BP_AT(pwrite, real_pwrite64(fd, bytes, size, at), size);
}

BP_REAL(ssize_t, __pread_chk, int, void *, size_t, off_t, size_t);
ssize_t __pread_chk(int fd, void *bytes, size_t size, off_t at, size_t room);
BP_EXPORT ssize_t __pread_chk(int fd, void *bytes, size_t size, off_t at, size_t room)
{
    BP_RESOLVE(__pread_chk);
    return BP_AT(pread, real___pread_chk(fd, bytes, size, at, room), size);
}

BP_REAL(ssize_t, __pread64_chk, int, void *, size_t, off_t, size_t);
ssize_t __pread64_chk(int fd, void *bytes, size_t size, off_t at, size_t room);
BP_EXPORT ssize_t __pread64_chk(int fd, void *bytes, size_t size, off_t at, size_t room)
{
    BP_RESOLVE(__pread64_chk);
    return BP_AT(pread, real___pread64_chk(fd, bytes, size, at, room), size);
}

BP_REAL(ssize_t, preadv, int, const struct iovec *, int, off_t);
BP_EXPORT ssize_t preadv(int fd, const struct iovec *vectors, int count, off_t at)
{
    BP_RESOLVE(preadv);
    return BP_AT(preadv, real_preadv(fd, vectors, count, at), bp_vectors_asked(vectors, count, bp_moved, errno));
}

BP_REAL(ssize_t, preadv64, int, const struct iovec *, int, off_t);
BP_EXPORT ssize_t preadv64(int fd, const struct iovec *vectors, int count, off_t at)
{
    BP_RESOLVE(preadv64);
    return BP_AT(preadv, real_preadv64(fd, vectors, count, at), bp_vectors_asked(vectors, count, bp_moved, errno));
}

BP_REAL(ssize_t, pwritev, int, const struct iovec *, int, off_t);
BP_EXPORT ssize_t pwritev(int fd, const struct iovec *vectors, int count, off_t at)
{
    BP_RESOLVE(pwritev);
    return BP_AT(pwritev, real_pwritev(fd, vectors, count, at), bp_vectors_asked(vectors, count, bp_moved, errno));
}

BP_REAL(ssize_t, pwritev64, int, const struct iovec *, int, off_t);
BP_EXPORT ssize_t pwritev64(int fd, const struct iovec *vectors, int count, off_t at)
{
    BP_RESOLVE(pwritev64);
    return BP_AT(pwritev, real_pwritev64(fd, vectors, count, at), bp_vectors_asked(vectors, count, bp_moved, errno));
}

/* The second generation reads like readv where the position is -1, and so from streams too. */
BP_REAL(ssize_t, preadv2, int, const struct iovec *, int, off_t, int);
BP_EXPORT ssize_t preadv2(int fd, const struct iovec *vectors, int count, off_t at, int flags)
{
    BP_RESOLVE(preadv2);
    if (at == -1) return BP_RECEIVE(preadv2, fd, vectors, count, 0, real_preadv2(fd, vectors, count, at, flags));
    return BP_AT(preadv2, real_preadv2(fd, vectors, count, at, flags),
                 bp_vectors_asked(vectors, count, bp_moved, errno));
}

BP_REAL(ssize_t, preadv64v2, int, const struct iovec *, int, off_t, int);
BP_EXPORT ssize_t preadv64v2(int fd, const struct iovec *vectors, int count, off_t at, int flags)
{
    BP_RESOLVE(preadv64v2);
    if (at == -1) return BP_RECEIVE(preadv2, fd, vectors, count, 0, real_preadv64v2(fd, vectors, count, at, flags));
    return BP_AT(preadv2, real_preadv64v2(fd, vectors, count, at, flags),
                 bp_vectors_asked(vectors, count, bp_moved, errno));
}

BP_REAL(ssize_t, pwritev2, int, const struct iovec *, int, off_t, int);
BP_EXPORT ssize_t pwritev2(int fd, const struct iovec *vectors, int count, off_t at, int flags)
{
    BP_RESOLVE(pwritev2);
    if (at == -1) return BP_SEND(pwritev2, fd, vectors, count, 0, real_pwritev2(fd, vectors, count, at, flags));
    return BP_AT(pwritev2, real_pwritev2(fd, vectors, count, at, flags),
                 bp_vectors_asked(vectors, count, bp_moved, errno));
}

BP_REAL(ssize_t, pwritev64v2, int, const struct iovec *, int, off_t, int);
BP_EXPORT ssize_t pwritev64v2(int fd, const struct iovec *vectors, int count, off_t at, int flags)
{
    BP_RESOLVE(pwritev64v2);
    if (at == -1) return BP_SEND(pwritev2, fd, vectors, count, 0, real_pwritev64v2(fd, vectors, count, at, flags));
    return BP_AT(pwritev2, real_pwritev64v2(fd, vectors, count, at, flags),
                 bp_vectors_asked(vectors, count, bp_moved, errno));
}

BP_ALIAS(pread64, __pread64);
BP_ALIAS(pread, __libc_pread);
BP_ALIAS(pwrite64, __pwrite64);
BP_ALIAS(pwrite, __libc_pwrite);
