/* SPDX-License-Identifier: MIT */
/*
 * glibc on x86-64 has two kinds of condition variables under the same names: programs linked before its version 2.3.2
 * use a smaller one. Each call must come to the function that it was linked to, so the wrappers have the same two
 * versions (libbtrace.map) and look theirs up by it.
 */
#ifndef BP_CONDITION_H
#define BP_CONDITION_H

#include <pthread.h>

#include "wait.h"

#if defined(__x86_64__) && defined(__GLIBC__)

#define BP_CONDITION "GLIBC_2.3.2"
#define BP_CONDITION_OLD "GLIBC_2.2.5"

/* Defines the function under its name and version only: BP_CONDITION_NEW(pthread_cond_wait, int, arguments) { ... }. */
#define BP_CONDITION_NEW(name, type, ...)                                                                              \
    __asm__(".symver bp_new_" #name ", " #name "@@@GLIBC_2.3.2");                                                      \
    BP_EXPORT type bp_new_##name(__VA_ARGS__);                                                                         \
    type bp_new_##name(__VA_ARGS__)
#define BP_CONDITION_OF_OLD(name, type, ...)                                                                           \
    __asm__(".symver bp_old_" #name ", " #name "@GLIBC_2.2.5");                                                        \
    BP_EXPORT type bp_old_##name(__VA_ARGS__);                                                                         \
    type bp_old_##name(__VA_ARGS__)

#else

#define BP_CONDITION NULL
#define BP_CONDITION_NEW(name, type, ...) BP_EXPORT type name(__VA_ARGS__)

#endif

#endif
