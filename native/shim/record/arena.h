/* SPDX-License-Identifier: MIT */
/*
 * The shim's own memory: blocks of a few sizes from private anonymous maps, kept for ever and used again. Never the
 * program's heap. Safe in signal handlers and from several threads without a lock. A block that was given back stays
 * readable, so that a thread which still holds its address may look at it and find that it has changed hands.
 */
#ifndef BP_ARENA_H
#define BP_ARENA_H

#include <stddef.h>

#define BP_ARENA_MAX (16u << 20) /* bytes; the largest block */

/* A block of at least `size` bytes, aligned to 64, its content undefined; NULL when there is no memory. */
void *bp_arena_take(size_t size);

/* `size` as it was given to bp_arena_take. */
void bp_arena_give(void *block, size_t size);

/* How many bytes a block for `size` really has. */
size_t bp_arena_room(size_t size);

#endif
