/* SPDX-License-Identifier: MIT */
/* stdio's input, recorded as fread where libc has read from a pipe or socket within. */
#ifndef __NO_INLINE__
#define __NO_INLINE__ 1 /* libc's header would define some of these itself */
#endif
#include <string.h>

#include "stream.h"

#ifdef __GLIBC__

BP_REAL(size_t, fread, void *, size_t, size_t, FILE *);
BP_REAL(size_t, fread_unlocked, void *, size_t, size_t, FILE *);
BP_REAL(size_t, __fread_chk, void *, size_t, size_t, size_t, FILE *);
BP_REAL(size_t, __fread_unlocked_chk, void *, size_t, size_t, size_t, FILE *);
BP_REAL(char *, fgets, char *, int, FILE *);
BP_REAL(char *, fgets_unlocked, char *, int, FILE *);
BP_REAL(char *, __fgets_chk, char *, size_t, int, FILE *);
BP_REAL(char *, __fgets_unlocked_chk, char *, size_t, int, FILE *);
BP_REAL(int, fgetc, FILE *);
BP_REAL(int, getc, FILE *);
BP_REAL(int, fgetc_unlocked, FILE *);
BP_REAL(int, getc_unlocked, FILE *);
BP_REAL(int, getchar, void);
BP_REAL(int, getchar_unlocked, void);
BP_REAL(int, __uflow, FILE *);
BP_REAL(int, __underflow, FILE *);
BP_REAL(ssize_t, getline, char **, size_t *, FILE *);
BP_REAL(ssize_t, getdelim, char **, size_t *, int, FILE *);

#undef fread_unlocked

/* Asked for bytes, libc tells exactly how many there were; what that is in items is reckoned as libc does. */
#define READ(locks, call_expression)                                                                                   \
    ({                                                                                                                 \
        size_t all = size * count, bytes = all;                                                                        \
        if (all) bytes = BP_STREAM_RECEIVED(stream, locks, bp_result, bp_result < all, call_expression);               \
        bytes < all ? bytes / size : all ? count : 0;                                                                  \
    })

#define BP_FREAD(name, locks)                                                                                          \
    BP_EXPORT size_t name(void *room, size_t size, size_t count, FILE *stream)                                         \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        return READ(locks, real_##name(room, 1, all, stream));                                                         \
    }

BP_FREAD(fread, true)
BP_FREAD(fread_unlocked, false)
BP_ALIAS(fread, _IO_fread);

#define BP_FREAD_CHECKED(name, locks)                                                                                  \
    size_t name(void *room, size_t room_size, size_t size, size_t count, FILE *stream);                                \
    BP_EXPORT size_t name(void *room, size_t room_size, size_t size, size_t count, FILE *stream)                       \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        size_t product;                                                                                                \
        if (__builtin_mul_overflow(size, count, &product)) return real_##name(room, room_size, size, count, stream);   \
        return READ(locks, real_##name(room, room_size, 1, all, stream));                                              \
    }

BP_FREAD_CHECKED(__fread_chk, true)
BP_FREAD_CHECKED(__fread_unlocked_chk, false)

/* A line's length; of one that contains NUL bytes, less. */
#define LINE(call_expression, locks)                                                                                   \
    BP_STREAM_RECEIVED(stream, locks, bp_result ? strlen(bp_result) : 0, !bp_result, call_expression)

#define BP_FGETS(name, locks)                                                                                          \
    BP_EXPORT char *name(char *restrict line, int size, FILE *restrict stream)                                         \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        return LINE(real_##name(line, size, stream), locks);                                                           \
    }

BP_FGETS(fgets, true)
BP_FGETS(fgets_unlocked, false)
BP_ALIAS(fgets, _IO_fgets);

#define BP_FGETS_CHECKED(name, locks)                                                                                  \
    char *name(char *line, size_t room, int size, FILE *stream);                                                       \
    BP_EXPORT char *name(char *line, size_t room, int size, FILE *stream)                                              \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        return LINE(real_##name(line, room, size, stream), locks);                                                     \
    }

BP_FGETS_CHECKED(__fgets_chk, true)
BP_FGETS_CHECKED(__fgets_unlocked_chk, false)

/* Characters come one by one: as long as the buffer has some, nothing moves. */
#define TAKEN(locks, call_expression)                                                                                  \
    (bp_stream_has_bytes(stream)                                                                                       \
         ? (call_expression)                                                                                           \
         : BP_STREAM_RECEIVED(stream, locks, bp_result < 0 ? 0 : 1, bp_result < 0, call_expression))

#undef getc
#undef getc_unlocked
#define BP_GETC(name, locks)                                                                                           \
    BP_EXPORT int name(FILE *stream)                                                                                   \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        return TAKEN(locks, real_##name(stream));                                                                      \
    }

BP_GETC(fgetc, true)
BP_GETC(getc, true)
BP_GETC(fgetc_unlocked, false)
BP_GETC(getc_unlocked, false)
BP_GETC(__uflow, false)
BP_ALIAS(getc, _IO_getc);

#define BP_GETCHAR(name, locks)                                                                                        \
    BP_EXPORT int name(void)                                                                                           \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        FILE *stream = stdin;                                                                                          \
        return TAKEN(locks, real_##name());                                                                            \
    }

BP_GETCHAR(getchar, true)
BP_GETCHAR(getchar_unlocked, false)

/* A look at the next character, which stays. */
int __underflow(FILE *stream);
BP_EXPORT int __underflow(FILE *stream)
{
    BP_RESOLVE(__underflow);
    return BP_STREAM_RECEIVED(stream, false, 0, bp_result < 0, real___underflow(stream));
}

BP_EXPORT ssize_t getline(char **restrict line, size_t *restrict size, FILE *restrict stream)
{
    BP_RESOLVE(getline);
    return BP_STREAM_RECEIVED(stream, true, bp_result < 0 ? 0 : bp_result, bp_result < 0,
                              real_getline(line, size, stream));
}

BP_EXPORT ssize_t getdelim(char **restrict line, size_t *restrict size, int end, FILE *restrict stream)
{
    BP_RESOLVE(getdelim);
    return BP_STREAM_RECEIVED(stream, true, bp_result < 0 ? 0 : bp_result, bp_result < 0,
                              real_getdelim(line, size, end, stream));
}

BP_ALIAS(getdelim, __getdelim);

#endif
