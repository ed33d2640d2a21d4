/* SPDX-License-Identifier: MIT */
/* stdio's output, recorded as fwrite where libc has written to a pipe or socket within. */
#ifndef __NO_INLINE__
#define __NO_INLINE__ 1 /* libc's header would define some of these itself */
#endif
#include <stdarg.h>
#include <string.h>

#include "move.h"
#include "stream.h"

#ifdef __GLIBC__

BP_REAL(size_t, fwrite, const void *, size_t, size_t, FILE *);
BP_REAL(size_t, fwrite_unlocked, const void *, size_t, size_t, FILE *);
BP_REAL(int, fputs, const char *, FILE *);
BP_REAL(int, fputs_unlocked, const char *, FILE *);
BP_REAL(int, puts, const char *);
BP_REAL(int, fputc, int, FILE *);
BP_REAL(int, putc, int, FILE *);
BP_REAL(int, fputc_unlocked, int, FILE *);
BP_REAL(int, putc_unlocked, int, FILE *);
BP_REAL(int, putchar, int);
BP_REAL(int, putchar_unlocked, int);
BP_REAL(int, __overflow, FILE *, int);
BP_REAL(int, fflush, FILE *);
BP_REAL(int, fflush_unlocked, FILE *);

#undef fwrite_unlocked

#define BP_FWRITE(name, locks)                                                                                         \
    BP_EXPORT size_t name(const void *bytes, size_t size, size_t count, FILE *stream)                                  \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        return BP_STREAM_SENT(stream, locks, bytes, bp_result * size, bp_result < count,                               \
                              real_##name(bytes, size, count, stream));                                                \
    }

BP_FWRITE(fwrite, true)
BP_FWRITE(fwrite_unlocked, false)
BP_ALIAS(fwrite, _IO_fwrite);

#define BP_FPUTS(name, locks)                                                                                          \
    BP_EXPORT int name(const char *text, FILE *stream)                                                                 \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        return BP_STREAM_SENT(stream, locks, text, bp_result < 0 ? 0 : strlen(text), bp_result < 0,                    \
                              real_##name(text, stream));                                                              \
    }

BP_FPUTS(fputs, true)
BP_FPUTS(fputs_unlocked, false)
BP_ALIAS(fputs, _IO_fputs);

BP_EXPORT int puts(const char *text)
{
    BP_RESOLVE(puts);
    return BP_STREAM_SENT(stdout, true, NULL, bp_result < 0 ? 0 : strlen(text) + 1, bp_result < 0, real_puts(text));
}

BP_ALIAS(puts, _IO_puts);

/* Characters come one by one: as long as the buffer has room, nothing moves. */
#define BP_PUTC(name, locks)                                                                                           \
    BP_EXPORT int name(int character, FILE *stream)                                                                    \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        char byte = (char)character;                                                                                   \
        if (bp_stream_has_room(stream)) return real_##name(character, stream);                                         \
        return BP_STREAM_SENT(stream, locks, &byte, bp_result < 0 ? 0 : 1, bp_result < 0,                              \
                              real_##name(character, stream));                                                         \
    }

#undef putc
#undef putc_unlocked
BP_PUTC(fputc, true)
BP_PUTC(putc, true)
BP_PUTC(fputc_unlocked, false)
BP_PUTC(putc_unlocked, false)
BP_ALIAS(putc, _IO_putc);

#define BP_PUTCHAR(name, locks)                                                                                        \
    BP_EXPORT int name(int character)                                                                                  \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        char byte = (char)character;                                                                                   \
        if (bp_stream_has_room(stdout)) return real_##name(character);                                                 \
        return BP_STREAM_SENT(stdout, locks, &byte, bp_result < 0 ? 0 : 1, bp_result < 0, real_##name(character));     \
    }

BP_PUTCHAR(putchar, true)
BP_PUTCHAR(putchar_unlocked, false)

/* What the inlined forms of putc call when the buffer is full. EOF for a character adds none. */
BP_EXPORT int __overflow(FILE *stream, int character)
{
    BP_RESOLVE(__overflow);
    char byte = (char)character;
    return BP_STREAM_SENT(stream, false, &byte, bp_result < 0 || character == EOF ? 0 : 1, bp_result < 0,
                          real___overflow(stream, character));
}

/* NULL flushes all; of these standard output is looked at. */
#define BP_FFLUSH(name, locks)                                                                                         \
    BP_EXPORT int name(FILE *stream)                                                                                   \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        return BP_STREAM_SENT(stream ? stream : stdout, stream && locks, NULL, 0, bp_result < 0, real_##name(stream)); \
    }

BP_FFLUSH(fflush, true)
BP_FFLUSH(fflush_unlocked, false)
BP_ALIAS(fflush, _IO_fflush);

#endif
