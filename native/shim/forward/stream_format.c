/* SPDX-License-Identifier: MIT */
/* printf and its relatives: recorded as fwrite; those that print to a descriptor as write. */
#ifndef __NO_INLINE__
#define __NO_INLINE__ 1 /* libc's header would define some of these itself */
#endif
#include <stdarg.h>

#include "move.h"
#include "stream.h"

#ifdef __GLIBC__

BP_REAL(int, vfprintf, FILE *, const char *, va_list);
BP_REAL(int, __vfprintf_chk, FILE *, int, const char *, va_list);
BP_REAL(int, vdprintf, int, const char *, va_list);
BP_REAL(int, __vdprintf_chk, int, int, const char *, va_list);

#define PRINTED(stream, call_expression)                                                                               \
    BP_STREAM_SENT(stream, true, NULL, bp_result < 0 ? 0 : bp_result, bp_result < 0, call_expression)

/* The arguments behind `last` as a list. */
#define LISTED(last, call_expression)                                                                                  \
    ({                                                                                                                 \
        va_list list;                                                                                                  \
        va_start(list, last);                                                                                          \
        int bp_listed = (call_expression);                                                                             \
        va_end(list);                                                                                                  \
        bp_listed;                                                                                                     \
    })

BP_EXPORT int vfprintf(FILE *stream, const char *format, va_list list)
{
    BP_RESOLVE(vfprintf);
    return PRINTED(stream, real_vfprintf(stream, format, list));
}

BP_EXPORT int vprintf(const char *format, va_list list)
{
    BP_RESOLVE(vfprintf);
    return PRINTED(stdout, real_vfprintf(stdout, format, list));
}

BP_EXPORT int fprintf(FILE *stream, const char *format, ...)
{
    BP_RESOLVE(vfprintf);
    return LISTED(format, PRINTED(stream, real_vfprintf(stream, format, list)));
}

BP_EXPORT int printf(const char *format, ...)
{
    BP_RESOLVE(vfprintf);
    return LISTED(format, PRINTED(stdout, real_vfprintf(stdout, format, list)));
}

BP_ALIAS(vfprintf, _IO_vfprintf);
BP_ALIAS(fprintf, _IO_fprintf);
BP_ALIAS(printf, _IO_printf);

int __vfprintf_chk(FILE *stream, int flag, const char *format, va_list list);
int __vprintf_chk(int flag, const char *format, va_list list);
int __fprintf_chk(FILE *stream, int flag, const char *format, ...);
int __printf_chk(int flag, const char *format, ...);

BP_EXPORT int __vfprintf_chk(FILE *stream, int flag, const char *format, va_list list)
{
    BP_RESOLVE(__vfprintf_chk);
    return PRINTED(stream, real___vfprintf_chk(stream, flag, format, list));
}

BP_EXPORT int __vprintf_chk(int flag, const char *format, va_list list)
{
    BP_RESOLVE(__vfprintf_chk);
    return PRINTED(stdout, real___vfprintf_chk(stdout, flag, format, list));
}

BP_EXPORT int __fprintf_chk(FILE *stream, int flag, const char *format, ...)
{
    BP_RESOLVE(__vfprintf_chk);
    return LISTED(format, PRINTED(stream, real___vfprintf_chk(stream, flag, format, list)));
}

BP_EXPORT int __printf_chk(int flag, const char *format, ...)
{
    BP_RESOLVE(__vfprintf_chk);
    return LISTED(format, PRINTED(stdout, real___vfprintf_chk(stdout, flag, format, list)));
}

/* What was printed is gone before it could be seen; only its length is known. */
static int printed_to(struct bp_move *move, int result)
{
    struct iovec unseen = {NULL, result > 0 ? (size_t)result : 0};
    return (int)bp_sent(move, &unseen, 1, 0, result);
}

#define PRINTED_TO(fd, call_expression)                                                                                \
    ({                                                                                                                 \
        struct bp_move bp_moving;                                                                                      \
        bp_move_begin(&bp_moving, BP_CALL_write, &fd, false) ? printed_to(&bp_moving, (call_expression))               \
                                                             : (call_expression);                                      \
    })

BP_EXPORT int vdprintf(int fd, const char *format, va_list list)
{
    BP_RESOLVE(vdprintf);
    return PRINTED_TO(fd, real_vdprintf(fd, format, list));
}

BP_EXPORT int dprintf(int fd, const char *format, ...)
{
    BP_RESOLVE(vdprintf);
    return LISTED(format, PRINTED_TO(fd, real_vdprintf(fd, format, list)));
}

int __vdprintf_chk(int fd, int flag, const char *format, va_list list);
int __dprintf_chk(int fd, int flag, const char *format, ...);

BP_EXPORT int __vdprintf_chk(int fd, int flag, const char *format, va_list list)
{
    BP_RESOLVE(__vdprintf_chk);
    return PRINTED_TO(fd, real___vdprintf_chk(fd, flag, format, list));
}

BP_EXPORT int __dprintf_chk(int fd, int flag, const char *format, ...)
{
    BP_RESOLVE(__vdprintf_chk);
    return LISTED(format, PRINTED_TO(fd, real___vdprintf_chk(fd, flag, format, list)));
}

#endif
