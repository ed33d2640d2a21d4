/* SPDX-License-Identifier: MIT */
/*
 * The loaders that take this library. Built for glibc it needs nothing that musl lacks, and musl's loader takes a need
 * of libc.so.6 for itself; so it serves the programs of both. Built for musl, where there is no glibc, it serves
 * musl's.
 */
#ifndef BP_LIBC_H
#define BP_LIBC_H

#include <features.h>

#if defined(__x86_64__)
#define BP_LOADER_GLIBC "ld-linux-x86-64.so.2"
#define BP_LOADER_MUSL "ld-musl-x86_64.so.1"
#else
#define BP_LOADER_GLIBC "ld-linux-aarch64.so.1"
#define BP_LOADER_MUSL "ld-musl-aarch64.so.1"
#endif

#ifdef __GLIBC__
#define BP_SERVES_GLIBC true
#else
#define BP_SERVES_GLIBC false
#endif

#endif
