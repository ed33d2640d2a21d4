/* SPDX-License-Identifier: MIT */
/* Memory between two pages that nobody may touch: who reads or writes beyond its end is killed at that instruction, at
 * no cost to who does not. */
#ifndef FENCE_H
#define FENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fence {
    uint8_t *begin;
    uint8_t *end;
};

/* Of `size` bytes or a few more; never given back. */
struct fence fence_make(size_t size);

/* A copy of the bytes, against the fence's front or its end. */
const uint8_t *fence_put(const struct fence *fence, bool front, const uint8_t *bytes, size_t count);

#endif
