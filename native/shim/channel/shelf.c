/* SPDX-License-Identifier: MIT */
#include "shelf.h"

#include <string.h>

#include "../guard/memory.h"
#include "../record/arena.h"

/* What a block's word says: how many turns it has had, the next byte to take, and the end; no end is a free block. */
#define PLACE_BITS 20u
#define PLACE_MASK ((1ull << PLACE_BITS) - 1)
#define TURN_BITS 24u
#define TURN_MASK ((1ull << TURN_BITS) - 1)

#define FILLING PLACE_MASK /* the begin of a block that is being filled */

#define PAGE_BITS 12u
#define ADDRESS_BITS (48u - PAGE_BITS)

struct block {
    uint64_t word;
    uint64_t reserved[7];
    uint8_t bytes[];
};

/* Blocks of one size in one map; the list is this process's own and only grows. */
struct shelf {
    struct shelf *next;
    uint8_t *blocks;
    size_t size; /* of a block */
    uint32_t count;
};

static const struct {
    size_t size;
    uint32_t count;
} sizes[] = {{4096, 64}, {65536, 16}, {1 << 20, 4}};

static struct shelf *shelves;

static uint64_t word_of(uint64_t turn, uint64_t begin, uint64_t end)
{
    return (turn & TURN_MASK) << (2 * PLACE_BITS) | begin << PLACE_BITS | end;
}

static uint64_t turn_of(uint64_t word)
{
    return word >> (2 * PLACE_BITS);
}

static uint32_t begin_of(uint64_t word)
{
    return (uint32_t)(word >> PLACE_BITS & PLACE_MASK);
}

static uint32_t end_of(uint64_t word)
{
    return (uint32_t)(word & PLACE_MASK);
}

static struct block *block_of(bp_shelf_handle handle)
{
    return (struct block *)(uintptr_t)((handle & ((1ull << ADDRESS_BITS) - 1)) << PAGE_BITS);
}

/* The block's word while it is still what the handle names, else that of an empty one. */
static uint64_t word_behind(bp_shelf_handle handle)
{
    if (!handle) return 0;
    uint64_t word = __atomic_load_n(&block_of(handle)->word, __ATOMIC_ACQUIRE);
    return turn_of(word) == handle >> ADDRESS_BITS && begin_of(word) != FILLING ? word : 0;
}

static struct block *claim_in(const struct shelf *shelf, uint64_t *turn)
{
    for (uint32_t i = 0; i < shelf->count; i++) {
        struct block *block = (struct block *)(shelf->blocks + i * shelf->size);
        uint64_t word = __atomic_load_n(&block->word, __ATOMIC_ACQUIRE);
        if (end_of(word) != 0 || begin_of(word) == FILLING) continue;
        *turn = (turn_of(word) + 1) & TURN_MASK;
        if (__atomic_compare_exchange_n(&block->word, &word, word_of(*turn, FILLING, 0), false, __ATOMIC_ACQ_REL,
                                        __ATOMIC_RELAXED))
            return block;
    }
    return NULL;
}

/* The list's entry lies in ordinary memory: a child that shares the blocks adds shelves of its own. */
static bool add_shelf(size_t size, uint32_t count)
{
    struct shelf *shelf = bp_arena_take(sizeof *shelf);
    uint8_t *blocks = shelf ? bp_map(size * count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1) : NULL;
    if (!blocks) {
        if (shelf) bp_arena_give(shelf, sizeof *shelf);
        return false;
    }
    *shelf = (struct shelf){.blocks = blocks, .size = size, .count = count};
    shelf->next = __atomic_load_n(&shelves, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&shelves, &shelf->next, shelf, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
    }
    return true;
}

static struct block *claim(size_t wanted, uint64_t *turn)
{
    unsigned class = 0;
    while (class < sizeof sizes / sizeof *sizes && sizes[class].size - sizeof(struct block) < wanted)
        class ++;
    if (class == sizeof sizes / sizeof *sizes) return NULL;
    for (int attempt = 0; attempt < 2; attempt++) {
        const struct shelf *shelf = __atomic_load_n(&shelves, __ATOMIC_ACQUIRE);
        for (; shelf; shelf = shelf->next) {
            struct block *block = shelf->size == sizes[class].size ? claim_in(shelf, turn) : NULL;
            if (block) return block;
        }
        if (!add_shelf(sizes[class].size, sizes[class].count)) return NULL;
    }
    return NULL;
}

bp_shelf_handle bp_shelf_put(const struct iovec *vectors, int count, size_t from, size_t until)
{
    uint64_t turn;
    struct block *block = until - from <= BP_SHELF_MAX ? claim(until - from, &turn) : NULL;
    if (!block) return 0;
    size_t at = 0, filled = 0;
    for (int i = 0; i < count && at < until; at += vectors[i++].iov_len) {
        size_t begin = from > at ? from - at : 0,
               end = until - at < vectors[i].iov_len ? until - at : vectors[i].iov_len;
        if (begin >= end) continue;
        memcpy(block->bytes + filled, (const uint8_t *)vectors[i].iov_base + begin, end - begin);
        filled += end - begin;
    }
    __atomic_store_n(&block->word, word_of(turn, 0, filled), __ATOMIC_RELEASE);
    return (uintptr_t)block >> PAGE_BITS | turn << ADDRESS_BITS;
}

uint32_t bp_shelf_count(bp_shelf_handle handle)
{
    uint64_t word = word_behind(handle);
    return end_of(word) - begin_of(word);
}

const uint8_t *bp_shelf_bytes(bp_shelf_handle handle, uint32_t *count)
{
    uint64_t word = word_behind(handle);
    *count = end_of(word) - begin_of(word);
    return *count ? block_of(handle)->bytes + begin_of(word) : NULL;
}

size_t bp_shelf_copy(bp_shelf_handle handle, const struct iovec *vectors, int count, size_t most)
{
    uint32_t there;
    const uint8_t *bytes = bp_shelf_bytes(handle, &there);
    size_t copied = 0;
    if (most > there) most = there;
    for (int i = 0; i < count && copied < most; i++) {
        size_t part = most - copied < vectors[i].iov_len ? most - copied : vectors[i].iov_len;
        memcpy(vectors[i].iov_base, bytes + copied, part);
        copied += part;
    }
    return copied;
}

bool bp_shelf_take(bp_shelf_handle handle, uint32_t left, size_t count)
{
    uint64_t word = word_behind(handle);
    if (end_of(word) - begin_of(word) != left || left < count) return false;
    uint64_t after = left == count ? word_of(turn_of(word), 0, 0)
                                   : word_of(turn_of(word), begin_of(word) + (uint32_t)count, end_of(word));
    return __atomic_compare_exchange_n(&block_of(handle)->word, &word, after, false, __ATOMIC_ACQ_REL,
                                       __ATOMIC_ACQUIRE);
}
