/* SPDX-License-Identifier: MIT */
/*
 * The libc functions behind the wrappers. BP_REAL declares a file's pointer to one and lists it in a section of the
 * library, so that all are looked up in one go before the program's main, and again by whoever comes earlier.
 */
#ifndef BP_REAL_H
#define BP_REAL_H

struct bp_real_slot {
    const char *name;
    void **slot;
};

#define BP_REAL(type, name, ...)                                                                                       \
    static type (*real_##name)(__VA_ARGS__);                                                                           \
    static const struct bp_real_slot real_slot_##name                                                                  \
        __attribute__((section("bp_real"), used)) = {#name, (void **)&real_##name}

/* Every wrapper's first line: an early constructor may call before ours ran. */
#define BP_RESOLVE(name)                                                                                               \
    do {                                                                                                               \
        if (__builtin_expect(real_##name == 0, 0)) bp_resolve();                                                       \
    } while (0)

/* Looks up every listed function. Safe to call at any time and from several threads: it stores the same values. */
void bp_resolve(void);

/* Marks what the program may see; everything else in the library is hidden (-fvisibility=hidden). */
#define BP_EXPORT __attribute__((visibility("default")))

/* Another name of a wrapper defined in the same file. Not the attribute: that demands every other attribute of the
 * wrapper's declaration in libc's header again. */
#define BP_ALIAS(name, other) __asm__(".globl " #other "\n.set " #other ", " #name)

#endif
