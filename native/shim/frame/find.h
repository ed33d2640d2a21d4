/* SPDX-License-Identifier: MIT */
/* The first of a byte in a line of a head. Lines are short: a call of memchr would cost more than the search. */
#ifndef BP_FIND_H
#define BP_FIND_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

static inline const uint8_t *frame_find(const uint8_t *bytes, uint8_t wanted, size_t count)
{
#ifdef __SSE2__
    const __m128i pattern = _mm_set1_epi8((char)wanted);
    for (; count >= sizeof pattern; bytes += sizeof pattern, count -= sizeof pattern) {
        __m128i same = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)bytes), pattern);
        int mask = _mm_movemask_epi8(same);
        if (mask) return bytes + __builtin_ctz((unsigned)mask);
    }
#endif
    return count ? memchr(bytes, wanted, count) : NULL;
}

#endif
