/* SPDX-License-Identifier: MIT */
/* The shim is built once for each libc, because a library that is bound to one cannot be loaded by the other's loader.
 */
#ifndef BP_LIBC_H
#define BP_LIBC_H

#include <features.h>

#define BP_NAME_GLIBC "libbtrace.so"
#define BP_NAME_MUSL "libbtrace-musl.so"

#if defined(__x86_64__)
#define BP_LOADER_GLIBC "ld-linux-x86-64.so.2"
#define BP_LOADER_MUSL "ld-musl-x86_64.so.1"
#else
#define BP_LOADER_GLIBC "ld-linux-aarch64.so.1"
#define BP_LOADER_MUSL "ld-musl-aarch64.so.1"
#endif

#ifdef __GLIBC__
#define BP_OWN_LOADER BP_LOADER_GLIBC
#define BP_OTHER_LOADER BP_LOADER_MUSL
#define BP_OTHER_NAME BP_NAME_MUSL
#else
#define BP_OWN_LOADER BP_LOADER_MUSL
#define BP_OTHER_LOADER BP_LOADER_GLIBC
#define BP_OTHER_NAME BP_NAME_GLIBC
#endif

#endif
