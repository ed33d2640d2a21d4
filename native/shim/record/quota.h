/* SPDX-License-Identifier: MIT */
/* How much of a file system the spool may take. */
#ifndef BP_QUOTA_H
#define BP_QUOTA_H

#include <stdbool.h>
#include <stdint.h>

/* The size of a stream's n-th segment, unless one record needs more. */
uint64_t bp_quota_usual_size(uint32_t number);

/* Whether the spool with the descriptor `folder` may grow by `size` bytes. */
bool bp_quota_allows(int folder, uint64_t size);

#endif
