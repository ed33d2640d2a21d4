/* SPDX-License-Identifier: MIT */
/* Kept text that framers make of what is not text by itself: lines of fields. */
#include "keep.h"

void bp_keep(struct frame_run *run, const char *text)
{
    frame_keep(run, (const uint8_t *)text, strlen(text));
}

void bp_keep_number(struct frame_run *run, uint32_t number)
{
    uint8_t digits[10];
    size_t at = sizeof digits;
    do
        digits[--at] = (uint8_t)('0' + number % 10);
    while (number /= 10);
    frame_keep(run, digits + at, sizeof digits - at);
}

void bp_keep_escaped(struct frame_run *run, uint8_t byte)
{
    static const char digits[] = "0123456789abcdef";
    if (keep_is_plain(byte)) {
        frame_keep_byte(run, byte);
        return;
    }
    const char *known = byte == '\n'   ? "\\n"
                        : byte == '\r' ? "\\r"
                        : byte == '\t' ? "\\t"
                        : byte == '\\' ? "\\\\"
                                       : NULL;
    if (known)
        bp_keep(run, known);
    else
        frame_keep(run, (const uint8_t[]){'\\', 'x', (uint8_t)digits[byte >> 4], (uint8_t)digits[byte & 15]}, 4);
}

size_t bp_keep_text(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    while (done < count && frame_can_keep(run, KEEP_BYTE_ROOM)) {
        size_t fit = run->room - run->used - KEEP_BYTE_ROOM + 1, begin = done;
        while (done < count && done - begin < fit && keep_is_plain(bytes[done]))
            done++;
        frame_keep(run, bytes + begin, done - begin);
        if (done == begin) bp_keep_escaped(run, bytes[done++]);
    }
    return done;
}
