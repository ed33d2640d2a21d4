/* SPDX-License-Identifier: MIT */
/* Heads of HTTP/1: kept as they are, except for values that are secrets, and read for what says how long the body is.
 */
#include "http1.h"

/* No server takes a longer head. */
#define HEAD_MAX_BYTES (1u << 20)

enum header {
    HEADER_OTHER,
    HEADER_LENGTH,
    HEADER_CODING,
    HEADER_SECRET,
};

static enum header header_named(const uint8_t *name, size_t length)
{
    switch (length) {
    case 6:
        return memcmp(name, "cookie", 6) == 0 ? HEADER_SECRET : HEADER_OTHER;
    case 10:
        return memcmp(name, "set-cookie", 10) == 0 ? HEADER_SECRET : HEADER_OTHER;
    case 13:
        return memcmp(name, "authorization", 13) == 0 ? HEADER_SECRET : HEADER_OTHER;
    case 14:
        return memcmp(name, "content-length", 14) == 0 ? HEADER_LENGTH : HEADER_OTHER;
    case 17:
        return memcmp(name, "transfer-encoding", 17) == 0 ? HEADER_CODING : HEADER_OTHER;
    case 19:
        return memcmp(name, "proxy-authorization", 19) == 0 ? HEADER_SECRET : HEADER_OTHER;
    default:
        return HEADER_OTHER;
    }
}

/* Keeps the last bytes of the start line, which tell the version. */
static void remember_tail(struct http1_direction *http1, const uint8_t *bytes, size_t count)
{
    const size_t size = sizeof http1->line;
    if (count > size) {
        bytes += count - size;
        count = size;
    }
    size_t stay = http1->line_count < size - count ? http1->line_count : size - count;
    memmove(http1->line, http1->line + http1->line_count - stay, stay);
    memcpy(http1->line + stay, bytes, count);
    http1->line_count = (uint8_t)(stay + count);
}

/* Whether a request line ends with a version 1.x. */
static bool has_version(const struct http1_direction *http1)
{
    size_t end = http1->line_count - 1u;
    if (end && http1->line[end - 1] == '\r') end--;
    return end >= 9 && memcmp(http1->line + end - 9, " HTTP/1.", 8) == 0 && http1->line[end - 1] >= '0' &&
           http1->line[end - 1] <= '9';
}

static void start_line(struct frame_run *run, const uint8_t *bytes, size_t count, bool complete)
{
    struct http1_direction *http1 = &run->self->http1;
    if (run->self->asking) remember_tail(http1, bytes, count);
    frame_keep(run, bytes, count);
    if (!complete) return;
    http1->phase = HTTP1_LINE_BEGIN;
    if (run->self->asking && !has_version(http1)) frame_break(run);
}

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

static bool is_line_end(uint8_t c)
{
    return c == '\r' || c == '\n';
}

/* Content-Length: one number of at most 18 digits. */
static void length_value(struct http1_direction *http1, const uint8_t *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint8_t c = bytes[i];
        if (c >= '0' && c <= '9') {
            if ((http1->facts & HTTP1_AFTER_VALUE) || http1->length >= 100000000000000000u) http1->facts |= HTTP1_BAD;
            http1->length = http1->length * 10 + (uint64_t)(c - '0');
            http1->facts |= HTTP1_IN_VALUE;
        } else if (!is_blank(c) && !is_line_end(c))
            http1->facts |= HTTP1_BAD;
        else if (http1->facts & HTTP1_IN_VALUE)
            http1->facts |= HTTP1_AFTER_VALUE;
        else if (c == '\n')
            http1->facts |= HTTP1_BAD;
    }
}

/* Transfer-Encoding: a list of codings; chunked has to be the last. */
static void coding_value(struct http1_direction *http1, const uint8_t *bytes, size_t count)
{
    static const uint8_t chunked[] = {'c', 'h', 'u', 'n', 'k', 'e', 'd'};
    for (size_t i = 0; i < count; i++) {
        uint8_t c = bytes[i];
        if (c == ',' || is_blank(c) || is_line_end(c)) {
            if ((http1->facts & HTTP1_IN_VALUE) && http1->coding_match == sizeof chunked) http1->facts |= HTTP1_CHUNKED;
            http1->facts &= (uint8_t)~HTTP1_IN_VALUE;
            continue;
        }
        if (!(http1->facts & HTTP1_IN_VALUE)) {
            if (http1->facts & HTTP1_CHUNKED) http1->facts |= HTTP1_BAD;
            http1->facts |= HTTP1_IN_VALUE;
            http1->coding_match = 0;
        }
        bool matches = http1->coding_match < sizeof chunked && (c | 0x20) == chunked[http1->coding_match];
        http1->coding_match = matches ? (uint8_t)(http1->coding_match + 1) : UINT8_MAX;
    }
}

/* One `?` a line in place of the value; blanks before it and the line's end stay. */
static void secret_value(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct http1_direction *http1 = &run->self->http1;
    for (size_t i = 0; i < count; i++) {
        uint8_t c = bytes[i];
        bool hidden = http1->facts & HTTP1_IN_VALUE;
        if (is_line_end(c) || (is_blank(c) && !hidden))
            frame_keep_byte(run, c);
        else if (!hidden) {
            frame_keep_redacted(run);
            http1->facts |= HTTP1_IN_VALUE;
        }
    }
}

static void header_value(struct frame_run *run, const uint8_t *bytes, size_t count, bool complete)
{
    struct http1_direction *http1 = &run->self->http1;
    if (http1->header == HEADER_SECRET && run->state->redact)
        secret_value(run, bytes, count);
    else
        frame_keep(run, bytes, count);
    if (http1->header == HEADER_LENGTH) length_value(http1, bytes, count);
    if (http1->header == HEADER_CODING) coding_value(http1, bytes, count);
    if (!complete) return;
    http1->phase = HTTP1_LINE_BEGIN;
    if (http1->facts & HTTP1_BAD) frame_break(run);
}

/* The colon was reached: what is the value good for? */
static void name_complete(struct http1_direction *http1)
{
    http1->phase = HTTP1_VALUE;
    http1->header = (uint8_t)header_named(http1->line, http1->line_count);
    uint8_t seen = http1->header == HEADER_LENGTH   ? HTTP1_HAS_LENGTH
                   : http1->header == HEADER_CODING ? HTTP1_HAS_CODING
                                                    : 0;
    bool twice = http1->header == HEADER_LENGTH && (http1->facts & HTTP1_HAS_LENGTH);
    if (twice || http1->line_count == 0 || is_blank(http1->last)) http1->facts |= HTTP1_BAD;
    http1->facts |= seen;
}

static void header_name(struct frame_run *run, const uint8_t *bytes, size_t count, bool complete)
{
    struct http1_direction *http1 = &run->self->http1;
    const uint8_t *colon = memchr(bytes, ':', count);
    size_t length = colon ? (size_t)(colon - bytes) : count;
    for (size_t i = 0; i < length && http1->line_count < sizeof http1->line; i++)
        http1->line[http1->line_count++] = bytes[i] | 0x20;
    if (length) http1->last = bytes[length - 1];
    if (!colon) {
        frame_keep(run, bytes, count);
        if (complete) frame_break(run);
        return;
    }
    frame_keep(run, bytes, length + 1);
    name_complete(http1);
    header_value(run, bytes + length + 1, count - length - 1, complete);
}

/* A line's first byte: the blank line, the header before it continued, or a new header. */
static void line_begin(struct http1_direction *http1, uint8_t first)
{
    http1->facts &= (uint8_t) ~(HTTP1_IN_VALUE | HTTP1_AFTER_VALUE);
    if (is_line_end(first))
        http1->phase = HTTP1_BLANK_LINE;
    else if (is_blank(first)) {
        http1->phase = HTTP1_VALUE;
        bool foldable =
            (http1->facts & HTTP1_HEADERS) && (http1->header == HEADER_OTHER || http1->header == HEADER_SECRET);
        if (!foldable) http1->facts |= HTTP1_BAD;
    } else {
        http1->phase = HTTP1_NAME;
        http1->facts |= HTTP1_HEADERS;
        http1->line_count = 0;
    }
}

/* LF, or CR and then LF. */
static void blank_line(struct frame_run *run, uint8_t byte)
{
    struct http1_direction *http1 = &run->self->http1;
    frame_keep_byte(run, byte);
    if (byte == '\n')
        bp_http1_head_complete(run);
    else if (byte != '\r' || http1->last == '\r')
        frame_break(run);
    http1->last = byte;
}

/* A line, or the part of it that is here. */
static size_t line_part(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct http1_direction *http1 = &run->self->http1;
    if (http1->phase == HTTP1_LINE_BEGIN) {
        line_begin(http1, *bytes);
        http1->last = 0;
    }
    if (http1->phase == HTTP1_BLANK_LINE) {
        blank_line(run, *bytes);
        return 1;
    }
    const uint8_t *feed = memchr(bytes, '\n', count);
    size_t length = feed ? (size_t)(feed - bytes) + 1 : count;
    if (http1->phase == HTTP1_START_LINE)
        start_line(run, bytes, length, feed);
    else if (http1->phase == HTTP1_NAME)
        header_name(run, bytes, length, feed);
    else
        header_value(run, bytes, length, feed);
    return length;
}

size_t bp_http1_head(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct http1_direction *http1 = &run->self->http1;
    size_t left = HEAD_MAX_BYTES - http1->head_bytes;
    if (count > left) count = left;
    if (frame_keeps(run) && count > run->room - run->used) count = run->room - run->used;
    if (count == 0) return 0;
    size_t length = line_part(run, bytes, count);
    if (http1->phase > HTTP1_VALUE) return length;
    http1->head_bytes += (uint32_t)length;
    if (http1->head_bytes == HEAD_MAX_BYTES && !run->ended) frame_break(run);
    return length;
}
