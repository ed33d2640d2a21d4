/* SPDX-License-Identifier: MIT */
/* Bytes and lines in a head. Lines are short: a call of memchr would cost more than the search. */
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

/*
 * The length of a line that is here with its line feed, else 0; `colon` is where its first colon stands, or a place
 * behind it. Before the bytes lie `before` more that may be read, so that a line near the end needs no loop.
 */
static inline size_t frame_line(const uint8_t *bytes, size_t count, size_t before, size_t *colon)
{
    *colon = SIZE_MAX;
#ifdef __SSE2__
    for (size_t at = 0; at < count; at += sizeof(__m128i)) {
        size_t left = count - at, skip = left < sizeof(__m128i) ? sizeof(__m128i) - left : 0;
        if (skip > before + at) return 0;
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + at - skip));
        unsigned colons = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8(':'))) >> skip;
        unsigned feeds = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, _mm_set1_epi8('\n'))) >> skip;
        if (colons && *colon == SIZE_MAX) *colon = at + (size_t)__builtin_ctz(colons);
        if (feeds) return at + (size_t)__builtin_ctz(feeds) + 1;
    }
    return 0;
#else
    (void)before;
    const uint8_t *feed = frame_find(bytes, '\n', count), *first = feed ? frame_find(bytes, ':', count) : NULL;
    if (first) *colon = (size_t)(first - bytes);
    return feed ? (size_t)(feed - bytes) + 1 : 0;
#endif
}

#endif
