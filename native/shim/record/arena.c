/* SPDX-License-Identifier: MIT */
#include "arena.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>

#define SMALLEST_BITS 8u /* 256 bytes */
#define LARGEST_BITS 24u
#define FIRST_CHUNK (4u << 10)
#define LARGEST_CHUNK (64u << 10)

/* A free list's head: the upper 22 bits count its changes, because a block may leave and come back between a look and a
 * swap. The rest is an address of 48 bits without the 6 low ones that alignment makes zero. */
#define ADDRESS_BITS 42u
#define ADDRESS_MASK ((1ull << ADDRESS_BITS) - 1)

static uint64_t heads[LARGEST_BITS - SMALLEST_BITS + 1];
static uint32_t grown[LARGEST_BITS - SMALLEST_BITS + 1];

struct free_block {
    uint64_t next; /* address >> 6 */
};

static struct free_block *block_of(uint64_t head)
{
    return (struct free_block *)(uintptr_t)((head & ADDRESS_MASK) << 6);
}

static unsigned class_of(size_t size)
{
    if (size <= 1u << SMALLEST_BITS) return 0;
    return 64u - (unsigned)__builtin_clzll(size - 1) - SMALLEST_BITS;
}

static void push(unsigned class, struct free_block *block)
{
    uint64_t head = __atomic_load_n(&heads[class], __ATOMIC_RELAXED), next;
    do {
        __atomic_store_n(&block->next, head & ADDRESS_MASK, __ATOMIC_RELAXED);
        next = ((head | ADDRESS_MASK) + 1) | ((uint64_t)(uintptr_t)block >> 6);
    } while (!__atomic_compare_exchange_n(&heads[class], &head, next, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
}

static struct free_block *pop(unsigned class)
{
    uint64_t head = __atomic_load_n(&heads[class], __ATOMIC_ACQUIRE), next;
    do {
        if (!(head & ADDRESS_MASK)) return NULL;
        next = ((head | ADDRESS_MASK) + 1) | __atomic_load_n(&block_of(head)->next, __ATOMIC_RELAXED);
    } while (!__atomic_compare_exchange_n(&heads[class], &head, next, true, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE));
    return block_of(head);
}

/* Every block of a map is touched, and most processes need a few: so the first maps of a size are small. */
static size_t chunk(unsigned class)
{
    uint32_t times = __atomic_fetch_add(&grown[class], 1, __ATOMIC_RELAXED);
    return times < 4 ? (size_t)FIRST_CHUNK << times : LARGEST_CHUNK;
}

/* A new map: one block for the caller, the others for the free list. */
static void *grow(unsigned class)
{
    size_t size = (size_t)1 << (class + SMALLEST_BITS), wanted = chunk(class), length = size > wanted ? size : wanted;
    int error = errno;
    uint8_t *map = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    errno = error;
    if (map == MAP_FAILED) return NULL;
    for (size_t at = size; at + size <= length; at += size)
        push(class, (struct free_block *)(map + at));
    return map;
}

void *bp_arena_take(size_t size)
{
    if (size > BP_ARENA_MAX) return NULL;
    unsigned class = class_of(size);
    struct free_block *block = pop(class);
    return block ? block : grow(class);
}

void bp_arena_give(void *block, size_t size)
{
    push(class_of(size), block);
}

size_t bp_arena_room(size_t size)
{
    return (size_t)1 << (class_of(size) + SMALLEST_BITS);
}
