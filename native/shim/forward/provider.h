/* SPDX-License-Identifier: MIT */
/*
 * The functions behind wrappers of libraries that a program may have or not, or have twice. What a caller would have
 * bound to without the shim is found when it first calls: in the program's global scope behind the shim, as the loader
 * searches; else in what the caller itself needs (a library of a module that was loaded for itself alone). The shim's
 * own symbols bear the library's version and are hidden, so they are bound to by those only that were linked to the
 * library: a weak reference or a dlsym that asks whether it is there gets the answer that it got without the shim.
 */
#ifndef BP_PROVIDER_H
#define BP_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BP_FUNCTIONS_MAX 24 /* of one library */

struct bp_wanted {
    const char *name;
    const char *version;
};

/* The callers [low, high) and what they are bound to, in the order of `wanted`. */
struct bp_provider {
    struct bp_provider *next;
    uintptr_t low, high;
    void *functions[BP_FUNCTIONS_MAX];
};

/* A library: its functions, the first of which it surely has, and its usual name. */
struct bp_library {
    const struct bp_wanted *wanted;
    size_t count;
    const char *name;
    struct bp_provider *providers;
    struct bp_provider first;
    bool first_taken;
};

/* The functions for the code at `caller`. Where there are none, they fail with -1 and ENOSYS. */
const void *bp_provider_find(struct bp_library *library, uintptr_t caller);

/* The same, as the structure of pointers that `wanted` lists. */
static inline const void *bp_provider_of(struct bp_library *library, const void *caller)
{
    const struct bp_provider *one = __atomic_load_n(&library->providers, __ATOMIC_ACQUIRE);
    for (; one; one = one->next)
        if (__builtin_expect((uintptr_t)caller - one->low < one->high - one->low, 1)) return one->functions;
    return bp_provider_find(library, (uintptr_t)caller);
}

#endif
