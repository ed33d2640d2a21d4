/* SPDX-License-Identifier: MIT */
/* Huffman's code of HPACK (https://www.rfc-editor.org/rfc/rfc7541#appendix-B). */
#ifndef BP_HUFFMAN_H
#define BP_HUFFMAN_H

#include <stddef.h>

#include "http2_state.h"

#define HUFFMAN_MOST 2 /* letters that a byte may complete */

/* The letters that a byte of code completes, or -1 when it is no code. */
int bp_huffman_byte(struct huffman *huffman, uint8_t byte, uint8_t letters[HUFFMAN_MOST]);

/* Whether the code may end here: all that is left over is the filling of the last byte. */
bool bp_huffman_ends(const struct huffman *huffman);

#endif
