/* SPDX-License-Identifier: MIT */
#include "real.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>

/* Made by the linker around the section; weak, because a unit test may list nothing. */
extern const struct bp_real_slot __start_bp_real[] __attribute__((visibility("hidden"), weak));
extern const struct bp_real_slot __stop_bp_real[] __attribute__((visibility("hidden"), weak));

/*
 * A failing dlsym allocates its message, and the program's allocator may call a wrapper, which comes back here: that
 * call goes on behind the slot that failed, so it ends, and all slots that exist are set when it does.
 */
static __thread const struct bp_real_slot *resolving;

/* Stands in for what this libc does not have. */
static long missing(void)
{
    errno = ENOSYS;
    return -1;
}

#ifdef __GLIBC__
/* Missing where a glibc-built shim serves a program of musl, which knows no versions. */
#pragma weak dlvsym
#endif

void *bp_real_find(void *scope, const struct bp_real_slot *slot)
{
#ifdef __GLIBC__
    if (slot->version && dlvsym) return dlvsym(scope, slot->name, slot->version);
#endif
    return dlsym(scope, slot->name);
}

size_t bp_real_listed(const struct bp_real_slot **slots)
{
    *slots = __start_bp_real;
    return ((uintptr_t)__stop_bp_real - (uintptr_t)__start_bp_real) / sizeof **slots;
}

void bp_resolve(void)
{
    int error = errno;
    const struct bp_real_slot *outer = resolving;
    for (const struct bp_real_slot *slot = outer ? outer + 1 : __start_bp_real; slot < __stop_bp_real; slot++) {
        if (__atomic_load_n(slot->slot, __ATOMIC_RELAXED)) continue;
        resolving = slot;
        void *found = bp_real_find(RTLD_NEXT, slot);
        __atomic_store_n(slot->slot, found ? found : (void *)missing, __ATOMIC_RELEASE);
    }
    resolving = outer;
    errno = error;
}
