/* SPDX-License-Identifier: MIT */
/* Blocks are of the promised room, belong to one owner at a time, and are used again. */
#include <pthread.h>

#include "../../../native/shim/record/arena.h"
#include "unit.h"

#define THREADS 6
#define ROUNDS 2000
#define OWNED 8

static void sizes(void)
{
    CHECK(bp_arena_room(1) == 256 && bp_arena_room(256) == 256 && bp_arena_room(257) == 512);
    CHECK(bp_arena_room(BP_ARENA_MAX) == BP_ARENA_MAX);
    CHECK(bp_arena_take(BP_ARENA_MAX + 1) == NULL);
    for (size_t size = 1; size <= BP_ARENA_MAX; size = size * 3 + 1) {
        char *block = bp_arena_take(size);
        CHECK(block && (uintptr_t)block % 64 == 0);
        memset(block, 0xaa, bp_arena_room(size));
        bp_arena_give(block, size);
        CHECK(bp_arena_take(size) == block);
        bp_arena_give(block, size);
    }
}

/* Each writes its own mark over what it owns and finds it there when it gives the block back. */
static void *owns(void *mark)
{
    uint64_t *blocks[OWNED] = {NULL};
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t **slot = &blocks[round % OWNED];
        if (*slot) {
            for (int i = 1; i < 32; i++)
                CHECK((*slot)[i] == (uint64_t)(uintptr_t)mark);
            bp_arena_give(*slot, 256);
        }
        *slot = bp_arena_take(256);
        CHECK(*slot);
        for (int i = 1; i < 32; i++)
            (*slot)[i] = (uint64_t)(uintptr_t)mark;
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    sizes();
    for (uintptr_t i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, owns, (void *)(i + 1)) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
