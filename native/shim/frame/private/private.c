/* SPDX-License-Identifier: MIT */
#include "private.h"

#define WORD_LONGEST 16u /* a longer one is no command, and may be a secret */

const struct bp_private *bp_private_of(const struct frame_run *run)
{
    static const struct bp_private line = {.name = "line"}, length = {.name = "length", .size = 4};
    if (run->state->declared) return run->state->declared;
    return run->self->protocol == BP_PROTOCOL_LINE ? &line : &length;
}

int bp_private_type(const struct frame_run *run, bool first)
{
    if (run->self->asking) return BP_MESSAGE_REQUEST;
    bool greets = first && bp_private_of(run)->greeting;
    return !greets && frame_other_has(run, run->self->begun) ? BP_MESSAGE_RESPONSE : BP_MESSAGE_NOTICE;
}

static bool in_word(uint8_t byte)
{
    uint8_t small = byte | 0x20;
    return (small >= 'a' && small <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' || byte == '.';
}

/* Whether a byte is kept as it is: of the first word and the blank behind it, or of as many as the user asks for. */
static bool stays(const struct frame_run *run, struct private_text *text, uint8_t byte)
{
    const struct bp_private *declared = bp_private_of(run);
    if (!run->state->redact) return true;
    if (declared->keeps) return text->seen < declared->keep;
    if (text->parted || text->seen == WORD_LONGEST) return false;
    text->parted = !in_word(byte);
    return !text->parted || (byte == ' ' && text->seen);
}

static void name(struct frame_run *run, struct private_text *text)
{
    text->named = true;
    bp_keep(run, bp_private_of(run)->name);
    frame_keep_byte(run, '\t');
}

size_t bp_private_keep(struct frame_run *run, struct private_text *text, const uint8_t *bytes, size_t count)
{
    if (!text->named) name(run, text);
    size_t done = 0;
    while (done < count && !text->over && frame_has_room(run, KEEP_BYTE_ROOM)) {
        bool kept = stays(run, text, bytes[done]);
        text->over = !kept || !frame_keeps(run);
        if (kept)
            bp_keep_escaped(run, bytes[done]);
        else
            frame_keep_redacted(run);
        text->seen++;
        done++;
    }
    return text->over ? count : done;
}
