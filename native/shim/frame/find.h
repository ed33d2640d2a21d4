/* SPDX-License-Identifier: MIT */
/* Bytes in a head. Its lines are short: a call of memchr would cost more than the search. */
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

#define FRAME_BLOCK 64u

/* frame_marks: where `wanted` stands in a block, bit n for byte n. */
#ifdef __SSE2__

static inline uint64_t frame_marks_of(const uint8_t *bytes, __m128i wanted)
{
    __m128i same = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)bytes), wanted);
    return (unsigned)_mm_movemask_epi8(same);
}

static inline uint64_t frame_marks(const uint8_t *block, uint8_t wanted)
{
    const __m128i pattern = _mm_set1_epi8((char)wanted);
    return frame_marks_of(block, pattern) | frame_marks_of(block + 16, pattern) << 16 |
           frame_marks_of(block + 32, pattern) << 32 | frame_marks_of(block + 48, pattern) << 48;
}

#else

static inline uint64_t frame_marks(const uint8_t *block, uint8_t wanted)
{
    const uint64_t low = 0x7f7f7f7f7f7f7f7f;
    uint64_t marks = 0, word;
    for (unsigned at = 0; at < FRAME_BLOCK; at += sizeof word) {
        memcpy(&word, block + at, sizeof word); /* little-endian */
        word ^= 0x0101010101010101 * wanted;
        uint64_t same = ~(((word & low) + low) | word | low); /* bit 7 of each byte that is 0 now */
        marks |= ((same >> 7) * 0x0102040810204080 >> 56) << at;
    }
    return marks;
}

#endif

#endif
