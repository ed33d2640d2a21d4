/* SPDX-License-Identifier: MIT */
/*
 * Blocks of bytes in memory that forked children share with their parent, so that of all processes which know a block
 * exactly one takes each byte, whoever comes first and however the child was made. A block belongs to whoever filled it
 * until its last byte is taken, then to the next who wants one; a handle from before is known by its turn and finds
 * nothing. No lock: a process may die anywhere.
 */
#ifndef BP_SHELF_H
#define BP_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#define BP_SHELF_MAX ((1u << 20) - 64) /* bytes; the most that one block holds */

/* A filled block; 0 is none. */
typedef uint64_t bp_shelf_handle;

/* Bytes [from, until) of the vectors in a new block; 0 when there is no room. */
bp_shelf_handle bp_shelf_put(const struct iovec *vectors, int count, size_t from, size_t until);

/* Bytes that are left. */
uint32_t bp_shelf_count(bp_shelf_handle handle);

/* Where they lie. Valid as long as nobody takes them. */
const uint8_t *bp_shelf_bytes(bp_shelf_handle handle, uint32_t *count);

/* Copies up to `most` to the vectors without taking them; how many. */
size_t bp_shelf_copy(bp_shelf_handle handle, const struct iovec *vectors, int count, size_t most);

/* Takes the first `count`, of `left` that the caller saw; false when somebody else has taken some since. */
bool bp_shelf_take(bp_shelf_handle handle, uint32_t left, size_t count);

#endif
