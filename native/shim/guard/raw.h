/* SPDX-License-Identifier: MIT */
/*
 * System calls without libc: no errno, no cancellation point, no way back into our own wrappers, and safe in a vfork
 * child. Returns what the kernel returns: a value, or -errno.
 */
#ifndef BP_RAW_H
#define BP_RAW_H

#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>

#if defined(__x86_64__)

static inline long bp_raw6(long number, long a, long b, long c, long d, long e, long f)
{
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

#elif defined(__aarch64__)

static inline long bp_raw6(long number, long a, long b, long c, long d, long e, long f)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
}

#else
#error "BorderPatrol knows x86-64 and aarch64"
#endif

#define BP_RAW_PICK(_0, _1, _2, _3, _4, _5, _6, name, ...) name
#define BP_RAW0(n) bp_raw6(n, 0, 0, 0, 0, 0, 0)
#define BP_RAW1(n, a) bp_raw6(n, (long)(a), 0, 0, 0, 0, 0)
#define BP_RAW2(n, a, b) bp_raw6(n, (long)(a), (long)(b), 0, 0, 0, 0)
#define BP_RAW3(n, a, b, c) bp_raw6(n, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define BP_RAW4(n, a, b, c, d) bp_raw6(n, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define BP_RAW5(n, a, b, c, d, e) bp_raw6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0)
#define BP_RAW6(n, a, b, c, d, e, f) bp_raw6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

/* bp_raw(SYS_close, fd): one to seven arguments, the first is the call's number. */
#define bp_raw(...) BP_RAW_PICK(__VA_ARGS__, BP_RAW6, BP_RAW5, BP_RAW4, BP_RAW3, BP_RAW2, BP_RAW1, BP_RAW0)(__VA_ARGS__)

/* Whether a value returned by bp_raw is an error. */
static inline int bp_raw_failed(long result)
{
    return (unsigned long)result > -4096ul;
}

#endif
