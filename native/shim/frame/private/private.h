/* SPDX-License-Identifier: MIT */
/* What the private protocols share: who asks, and what is kept. */
#ifndef BP_PRIVATE_H
#define BP_PRIVATE_H

#include "../keep.h"

/* Room for the name and a byte, or two bytes. */
#define PRIVATE_ROOM (BP_PRIVATE_NAME + 2 * KEEP_BYTE_ROOM)

/* As it is declared, or the plain form of its framer. */
const struct bp_private *bp_private_of(const struct frame_run *run);

/* Who called connect asks; `first` of its direction: nothing came before. A message of the other side that no request
 * can have caused is a NOTICE, and so is a declared greeting. */
int bp_private_type(const struct frame_run *run, bool first);

/* Keeps the message's next bytes, as far as they are not hidden. Returns how many were taken: all, or as far as room
 * goes. */
size_t bp_private_keep(struct frame_run *run, struct private_text *text, const uint8_t *bytes, size_t count);

#endif
