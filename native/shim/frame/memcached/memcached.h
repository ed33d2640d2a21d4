/* SPDX-License-Identifier: MIT */
/* The parts of memcached: who is answered how, lines, and the binary protocol. */
#ifndef BP_MEMCACHED_H
#define BP_MEMCACHED_H

#include "../conversation.h"

enum memcached_phase {
    MEMCACHED_LINE,
    MEMCACHED_DATA,
    MEMCACHED_DATA_END,
    MEMCACHED_DATA_FEED,
    MEMCACHED_HEADER,
    MEMCACHED_EXTRAS,
    MEMCACHED_KEY,
    MEMCACHED_BODY,
};

#define MEMCACHED_MAGIC_REQUEST 0x80u
#define MEMCACHED_MAGIC_RESPONSE 0x81u
#define MEMCACHED_ROOM 16u

/* The open request and `count` in a row are not answered, or (0) it is answered by all lines up to MN. */
void bp_memcached_special(struct frame_run *run, uint16_t count);

/* One byte of a line; as many bytes of a binary message as pass at once. */
void bp_memcached_line(struct frame_run *run, uint8_t byte);
size_t bp_memcached_binary(struct frame_run *run, const uint8_t *bytes, size_t count);

#endif
