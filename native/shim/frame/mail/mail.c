/* SPDX-License-Identifier: MIT */
/* Lines of words and messages that end with a dot (RFC 5321, 4.5.2; RFC 1939, 3). */
#include "mail.h"

#include "../keep.h"

int bp_mail_verb(const uint8_t *first, size_t count)
{
    size_t at = 0;
    while (at < count && ((first[at] | 0x20) >= 'a' && (first[at] | 0x20) <= 'z'))
        at++;
    if (at == count) return count < HELD_MAX ? FRAME_MORE : 0;
    return at && (first[at] == ' ' || first[at] == '\r' || first[at] == '\n') ? (int)at : 0;
}

void bp_mail_word(struct frame_run *run, struct mail_words *words, uint8_t byte, bool kept)
{
    bool capital = byte >= 'a' && byte <= 'z';
    if (byte == ' ' || byte == '\r') {
        if (words->inside && words->index < UINT8_MAX) words->index++;
        words->inside = words->hidden = false;
        return;
    }
    if (!words->inside && words->index) frame_keep_byte(run, ' ');
    words->inside = true;
    if (words->index == 0 && words->name_count < sizeof words->name)
        words->name[words->name_count++] = capital ? (uint8_t)(byte - 32) : byte;
    if (kept || words->index == 0 || !run->state->redact)
        bp_keep_escaped(run, byte);
    else if (!words->hidden) {
        frame_keep_redacted(run);
        words->hidden = true;
    }
}

size_t bp_mail_message(struct frame_run *run, uint8_t *phase, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    while (done < count && !run->ended) {
        if (*phase == MAIL_INSIDE) {
            const uint8_t *end = memchr(bytes + done, '\r', count - done);
            if (!end) return count;
            done = (size_t)(end - bytes);
        }
        uint8_t byte = bytes[done++];
        bool feeds = byte == '\n' && (*phase == MAIL_RETURN || *phase == MAIL_DOT_RETURN);
        run->ended = feeds && *phase == MAIL_DOT_RETURN;
        if (feeds)
            *phase = MAIL_LINE_BEGIN;
        else if (byte == '\r')
            *phase = *phase == MAIL_DOT ? MAIL_DOT_RETURN : MAIL_RETURN;
        else
            *phase = byte == '.' && *phase == MAIL_LINE_BEGIN ? MAIL_DOT : MAIL_INSIDE;
    }
    return done;
}
