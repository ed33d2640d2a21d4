/* SPDX-License-Identifier: MIT */
/* Kept text of protocols whose messages are no text: lines of fields. The caller has made sure of the room. */
#ifndef BP_KEEP_H
#define BP_KEEP_H

#include "conversation.h"

/* Most that one byte makes of kept text. */
#define KEEP_BYTE_ROOM 16u

void bp_keep(struct frame_run *run, const char *text);
void bp_keep_number(struct frame_run *run, uint32_t number);

/* A byte that stays as it is. */
static inline bool keep_is_plain(uint8_t byte)
{
    return byte >= ' ' && byte != '\\' && byte != 127;
}

/* Text as the line can hold it: \n \r \t \\ and \xHH for other control bytes. Returns how many bytes it took: all, or
 * as far as room and limit go; some room is left for what ends a field and a line. */
void bp_keep_escaped(struct frame_run *run, uint8_t byte);
size_t bp_keep_text(struct frame_run *run, const uint8_t *bytes, size_t count);

#endif
