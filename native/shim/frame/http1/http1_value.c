/* SPDX-License-Identifier: MIT */
/* Values of the headers that matter: lengths, transfer codings, secrets. */
#include "../find.h"
#include "http1.h"

static bool is_line_end(uint8_t c)
{
    return c == '\r' || c == '\n';
}

/* Content-Length: one number of at most 18 digits. */
void bp_http1_length(struct http1_direction *http1, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t c = bytes[i];
        if (c >= '0' && c <= '9') {
            if ((http1->facts & HTTP1_AFTER_VALUE) || http1->length >= 100000000000000000u) http1->facts |= HTTP1_BAD;
            http1->length = http1->length * 10 + (uint64_t)(c - '0');
            http1->facts |= HTTP1_IN_VALUE;
        } else if (!http1_is_blank(c) && !is_line_end(c))
            http1->facts |= HTTP1_BAD;
        else if (http1->facts & HTTP1_IN_VALUE)
            http1->facts |= HTTP1_AFTER_VALUE;
        else if (c == '\n')
            http1->facts |= HTTP1_BAD;
    }
}

/* Transfer-Encoding: a list of codings; chunked has to be the last. */
void bp_http1_coding(struct http1_direction *http1, const uint8_t *bytes, size_t count)
{
    static const uint8_t chunked[] = {'c', 'h', 'u', 'n', 'k', 'e', 'd'};
    uint32_t facts = http1->facts, match = http1->coding_match;
    for (size_t i = 0; i < count; i++) {
        uint8_t c = bytes[i];
        if (c == ',' || http1_is_blank(c) || is_line_end(c)) {
            if ((facts & HTTP1_IN_VALUE) && match == sizeof chunked) facts |= HTTP1_CHUNKED;
            facts &= ~(uint32_t)HTTP1_IN_VALUE;
            continue;
        }
        if (!(facts & HTTP1_IN_VALUE)) {
            if (facts & HTTP1_CHUNKED) facts |= HTTP1_BAD;
            facts |= HTTP1_IN_VALUE;
            match = 0;
        }
        bool matches = match < sizeof chunked && (c | 0x20) == chunked[match];
        match = matches ? match + 1 : UINT8_MAX;
    }
    http1->facts = (uint16_t)facts;
    http1->coding_match = (uint8_t)match;
}

/* Upgrade: a list of protocols, one of which may be HTTP/2 without TLS (RFC 7540, 3.2). */
void bp_http1_upgrade(struct http1_direction *http1, const uint8_t *bytes, size_t count)
{
    static const uint8_t h2c[] = {'h', '2', 'c'};
    for (size_t i = 0; i < count; i++) {
        uint8_t c = bytes[i];
        if (c == ',' || http1_is_blank(c) || is_line_end(c)) {
            if (http1->coding_match == sizeof h2c) http1->facts |= HTTP1_H2C;
            http1->coding_match = 0;
        } else {
            bool matches = http1->coding_match < sizeof h2c && (c | 0x20) == (h2c[http1->coding_match] | 0x20);
            http1->coding_match = matches ? (uint8_t)(http1->coding_match + 1) : UINT8_MAX;
        }
    }
}

/* Bytes before the line's end, of which a line feed is the last if it is here. */
static size_t within_line(const uint8_t *bytes, size_t count)
{
    const uint8_t *end = frame_find(bytes, '\r', count);
    if (end) return (size_t)(end - bytes);
    return bytes[count - 1] == '\n' ? count - 1 : count;
}

/* One `?` a line in place of the value; blanks before it and the line's end stay. */
void bp_http1_secret(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct http1_direction *http1 = &run->self->http1;
    for (size_t done = 0; done < count;) {
        uint8_t c = bytes[done];
        bool hidden = http1->facts & HTTP1_IN_VALUE;
        if (is_line_end(c) || (http1_is_blank(c) && !hidden)) {
            frame_keep_byte(run, c);
            done++;
            continue;
        }
        if (!hidden) frame_keep_redacted(run);
        http1->facts |= HTTP1_IN_VALUE;
        done += within_line(bytes + done, count - done);
    }
}
