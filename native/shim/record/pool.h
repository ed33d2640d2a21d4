/* SPDX-License-Identifier: MIT */
/*
 * Segments that threads of this process have closed and that stay mapped: once the forwarder has given one back (FREE),
 * the next thread that needs one of its size writes into the same pages. Fresh pages cost more than all else in a
 * record. Called with signals blocked; safe from several threads without a lock.
 */
#ifndef BP_POOL_H
#define BP_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "../guard/self.h"

/* Keeps a segment that is about to be closed, and says so in its header; false: the caller unmaps it. */
bool bp_pool_keep(struct bp_mapping mapping);

/* A segment of `size` bytes, its file already under the new name; none where nothing is free. Its first `ready` bytes
 * are zero, all behind its `stale` ones too, and up to there it has memory. */
struct bp_mapping bp_pool_take(uint64_t stream, uint32_t number, uint64_t size, uint64_t *ready);

/* In the child of a fork, where the parent's segments are not mapped. */
void bp_pool_forked(void);

#endif
