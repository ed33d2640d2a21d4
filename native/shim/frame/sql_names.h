/* SPDX-License-Identifier: MIT */
/* Names of a statement and what stands between them, a block of bytes at a time: most of a statement stays as it is. */
#ifndef BP_SQL_NAMES_H
#define BP_SQL_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>

#define SQL_BLOCK sizeof(__m128i)

/* Where a block has bytes of a name, those of them that may not begin one, and bytes to be looked at by themselves: bit
 * n for byte n. */
struct sql_marks {
    unsigned name, digit, other;
};

static inline __m128i sql_each(uint8_t byte)
{
    return _mm_set1_epi8((char)byte);
}

static inline __m128i sql_at_most(__m128i bytes, uint8_t most)
{
    return _mm_cmpeq_epi8(_mm_min_epu8(bytes, sql_each(most)), bytes);
}

static inline struct sql_marks sql_marks_of(const uint8_t *block)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)block);
    __m128i letter = sql_at_most(_mm_sub_epi8(_mm_or_si128(bytes, sql_each(0x20)), sql_each('a')), 25);
    __m128i number = sql_at_most(_mm_sub_epi8(bytes, sql_each('0')), 9);
    __m128i digit = _mm_or_si128(number, _mm_cmpeq_epi8(bytes, sql_each('$')));
    __m128i name = _mm_or_si128(_mm_or_si128(letter, digit), _mm_cmpeq_epi8(bytes, sql_each('_')));
    __m128i unseen = _mm_or_si128(sql_at_most(bytes, 0x1f), _mm_cmpeq_epi8(bytes, sql_each(0x7f)));
    __m128i comment = _mm_cmpeq_epi8(_mm_or_si128(bytes, sql_each(2)), sql_each('/'));   /* - and / */
    __m128i quote = _mm_cmpeq_epi8(_mm_andnot_si128(sql_each(5), bytes), sql_each('"')); /* " # & and ' */
    __m128i slash = _mm_or_si128(_mm_cmpeq_epi8(bytes, sql_each('\\')), _mm_cmpeq_epi8(bytes, sql_each('`')));
    __m128i other = _mm_or_si128(_mm_or_si128(unseen, comment), _mm_or_si128(quote, slash));
    return (struct sql_marks){.name = (unsigned)_mm_movemask_epi8(_mm_or_si128(name, bytes)),
                              .digit = (unsigned)_mm_movemask_epi8(digit),
                              .other = (unsigned)_mm_movemask_epi8(other)};
}

/* Names of one letter, of which `kinds` says that it may be a literal's prefix; what follows the last is not known. */
static inline unsigned sql_prefixes(const uint8_t *bytes, unsigned single, const uint8_t *kinds, uint8_t prefix)
{
    unsigned found = 0;
    for (; single; single &= single - 1)
        if (kinds[bytes[__builtin_ctz(single)]] & prefix) found |= single & -single;
    return found;
}

/* How many bytes, of a block at least, stay as they are, up to one that may begin or end something else: a quote, a
 * comment, a number, a prefix. *name: whether a name goes on there. kinds NULL: there are no prefixes. */
static inline size_t sql_names(bool *name, const uint8_t *bytes, size_t count, const uint8_t *kinds, uint8_t prefix)
{
    unsigned before = *name, stops = 0;
    size_t length = 0;
    while (length < count && !stops) {
        size_t rest = count - length, again = rest < SQL_BLOCK ? SQL_BLOCK - rest : 0; /* bytes seen before */
        struct sql_marks marks = sql_marks_of(bytes + length - again);
        unsigned names = marks.name >> again, begins = names & ~(names << 1 | before);
        stops = (marks.other >> again) | (begins & marks.digit >> again);
        if (kinds) stops |= sql_prefixes(bytes + length, begins & ~(names >> 1), kinds, prefix);
        size_t step = stops ? (size_t)__builtin_ctz(stops) : SQL_BLOCK - again;
        if (step) before = names >> (step - 1) & 1;
        length += step;
    }
    *name = before;
    return length;
}

#else

#define SQL_BLOCK SIZE_MAX

static inline size_t sql_names(bool *name, const uint8_t *bytes, size_t count, const uint8_t *kinds, uint8_t prefix)
{
    (void)name, (void)bytes, (void)count, (void)kinds, (void)prefix;
    return 0; /* no statement is as long as a block */
}

#endif

#endif
