/* SPDX-License-Identifier: MIT */
/*
 * The libc functions behind the wrappers. BP_REAL declares a file's pointer to one and lists it in a section of the
 * library, so that all are looked up in one go before the program's main, and again by whoever comes earlier.
 */
#ifndef BP_REAL_H
#define BP_REAL_H

#include <stddef.h>

/* Aligned to its size: compilers may align larger than they must, and the slots are walked as an array. */
struct bp_real_slot {
    const char *name;
    void **slot;
    const char *version; /* NULL: the newest */
} __attribute__((aligned(32)));

#define BP_REAL(type, name, ...) BP_REAL_VERSION(type, name, name, NULL, __VA_ARGS__)

/* Of a function whose meaning differs between its versions, the one that the program was linked to: real_<identifier>.
 */
#define BP_REAL_VERSION(type, identifier, name, version, ...)                                                          \
    static type (*real_##identifier)(__VA_ARGS__);                                                                     \
    static const struct bp_real_slot real_slot_##identifier                                                            \
        __attribute__((section("bp_real"), used)) = {#name, (void **)&real_##identifier, version}

/* Every wrapper's first line: an early constructor may call before ours ran. */
#define BP_RESOLVE(name)                                                                                               \
    do {                                                                                                               \
        if (__builtin_expect(real_##name == 0, 0)) bp_resolve();                                                       \
    } while (0)

/* Looks up every listed function. Safe to call at any time and from several threads: it stores the same values. */
void bp_resolve(void);

/* All listed functions; how many they are. */
size_t bp_real_listed(const struct bp_real_slot **slots);

/* What a listed function is in a scope of dlsym's; NULL: it has none of that name and version. */
void *bp_real_find(void *scope, const struct bp_real_slot *slot);

/* Marks what the program may see; everything else in the library is hidden (-fvisibility=hidden). */
#define BP_EXPORT __attribute__((visibility("default")))

/* Another name of a wrapper defined in the same file. Not the attribute: that demands every other attribute of the
 * wrapper's declaration in libc's header again. */
#define BP_ALIAS(name, other) __asm__(".globl " #other "\n.set " #other ", " #name)

#endif
