/* SPDX-License-Identifier: MIT */
/*
 * Compressed headers (https://www.rfc-editor.org/rfc/rfc7541). They are kept as they come, for whoever reads the record
 * to decompress, with three changes, which make no byte of a lawful block ambiguous:
 * a block begins with 0x80 (an index of 0, which no block contains) and, in 4 bytes, how many entries the
 * direction's dynamic table had been given before, so that a reader who missed some knows how many;
 * a hidden value is one `?` unless it is empty; an empty string never has the length 0x80, which introduces a value
 * that was written anew, without code, and ends with a byte 0.
 */
#ifndef BP_HPACK_H
#define BP_HPACK_H

#include "../conversation.h"

/* A header block begins. Needs 5 bytes of room. */
void bp_hpack_begin(struct frame_run *run);

/* Takes bytes of a block as far as the room goes; breaks the message where they make no sense. */
size_t bp_hpack(struct frame_run *run, const uint8_t *bytes, size_t count);

/* Whether the block may end here. */
bool bp_hpack_ends(const struct frame_run *run);

/* Whether the values of an entry of the static table are hidden. */
bool bp_hpack_static_secret(uint32_t index);

#define HPACK_STATIC 61u

#endif
