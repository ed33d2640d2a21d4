/* SPDX-License-Identifier: MIT */
/* Near relatives of a conversation, made in place and taken back: far cheaper than what a fuzzer's own mutations cost
 * with all that it does around each. */
#ifndef FUZZ_VARY_H
#define FUZZ_VARY_H

#include "conversation_script.h"

#define VARIED_MAX 12 /* bytes */

struct varied {
    size_t count;
    struct {
        size_t at;
        uint8_t was;
    } bytes[VARIED_MAX];
    size_t entry; /* and its neighbour, whose border moved; 0 none */
    size_t border;
};

/* Some bytes changed, or some copied from elsewhere in it, or a border between entries moved, as the seed says. */
void fuzz_vary(struct script *script, uint32_t seed, struct varied *varied);
void fuzz_unvary(struct script *script, const struct varied *varied);

/* The next of a row of random numbers. */
static inline uint32_t fuzz_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

#endif
