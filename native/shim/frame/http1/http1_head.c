/* SPDX-License-Identifier: MIT */
/* Heads of HTTP/1: kept as they are, except for values that are secrets, and read for what says how long the body is.
 */
#include "../find.h"
#include "../secret.h"
#include "http1.h"

/* No server takes a longer head. */
#define HEAD_MAX_BYTES (1u << 20)

#define PLAIN_DIGITS 17 /* of a Content-Length; longer ones are looked at more closely */

enum header {
    HEADER_OTHER,
    HEADER_LENGTH,
    HEADER_CODING,
    HEADER_UPGRADE,
    HEADER_SECRET,
};

/* What one call brings of the head. The bytes from `kept` on are still to be kept, as they are. */
struct part {
    struct frame_run *run;
    struct http1_direction *http1;
    const uint8_t *kept;
};

/* The headers that matter have names of different lengths: at its length the first letters of each, as they lie in
 * memory, small. */
#define LETTERS(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)
#define NAME_LENGTHS 32u
static const uint32_t begins[NAME_LENGTHS] = {
    [6] = LETTERS('c', 'o', 'o', 'k'),  [7] = LETTERS('u', 'p', 'g', 'r'),  [10] = LETTERS('s', 'e', 't', '-'),
    [13] = LETTERS('a', 'u', 't', 'h'), [14] = LETTERS('c', 'o', 'n', 't'), [17] = LETTERS('t', 'r', 'a', 'n'),
    [19] = LETTERS('p', 'r', 'o', 'x'),
};

/* Whether it may be one of them; four bytes are there. Letters are made small, so that no other name fits a 0. */
static bool may_matter(const uint8_t *name, size_t length)
{
    uint32_t letters;
    memcpy(&letters, name, sizeof letters);
    return (letters | LETTERS(0x20, 0x20, 0x20, 0x20)) == begins[length % NAME_LENGTHS];
}

/* Bit 5 of every byte set, which is what makes letters small. */
static uint64_t small_word(const void *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word | 0x2020202020202020u;
}

/* A word at a time, the last one overlapping; `small` has no byte without bit 5. */
static bool is_named(const uint8_t *name, const char *small, size_t length)
{
    for (size_t at = 0; at + sizeof(uint64_t) <= length; at += sizeof(uint64_t))
        if (small_word(name + at) != small_word(small + at)) return false;
    size_t last = length - sizeof(uint64_t);
    return small_word(name + last) == small_word(small + last);
}

/* The same for names shorter than a word. */
static bool is_short(const uint8_t *name, const char *small, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((name[i] | 0x20) != small[i]) return false;
    return true;
}

static enum header header_named(const uint8_t *name, size_t length)
{
    switch (length) {
    case 6:
        return is_short(name, "cookie", 6) ? HEADER_SECRET : HEADER_OTHER;
    case 7:
        return is_short(name, "upgrade", 7) ? HEADER_UPGRADE : HEADER_OTHER;
    case 10:
        return is_named(name, "set-cookie", 10) ? HEADER_SECRET : HEADER_OTHER;
    case 13:
        return is_named(name, "authorization", 13) ? HEADER_SECRET : HEADER_OTHER;
    case 14:
        return is_named(name, "content-length", 14) ? HEADER_LENGTH : HEADER_OTHER;
    case 17:
        return is_named(name, "transfer-encoding", 17) ? HEADER_CODING : HEADER_OTHER;
    case 19:
        return is_named(name, "proxy-authorization", 19) ? HEADER_SECRET : HEADER_OTHER;
    default:
        return HEADER_OTHER;
    }
}

static bool hides_parameters(const struct part *part)
{
    return bp_secrets_named && part->run->state->redact;
}

static void parameters(struct part *part, const uint8_t *bytes, size_t count)
{
    frame_keep(part->run, part->kept, (size_t)(bytes - part->kept));
    for (size_t i = 0; i < count; i++)
        bp_parameter(part->run, &part->http1->scan, bytes[i]);
    part->kept = bytes + count;
}

/* Keeps the last bytes of a start line that comes in parts: they tell the version. */
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

/* With two digits, " HTTP/1." and the line's end they are the tail that is remembered. */
#define VERSION_BLANKS 8u

/* Whether a request line, or its tail, ends with a version 1.x; nginx lets two digits and blanks pass. */
static bool has_version(const uint8_t *line, size_t count)
{
    size_t end = count - 1, digits = 0, blanks = 0;
    if (end && line[end - 1] == '\r') end--;
    if (end >= 9 && memcmp(line + end - 9, " HTTP/1.1", 9) == 0) return true;
    for (; end && blanks < VERSION_BLANKS && line[end - 1] == ' '; end--)
        blanks++;
    for (; end && digits < 2 && line[end - 1] >= '0' && line[end - 1] <= '9'; end--)
        digits++;
    return digits && end >= 8 && memcmp(line + end - 8, " HTTP/1.", 8) == 0;
}

static void start_line(struct part *part, const uint8_t *bytes, size_t count, bool complete)
{
    struct http1_direction *http1 = part->http1;
    if (hides_parameters(part)) parameters(part, bytes, count);
    bool in_parts = !complete || http1->line_count;
    if (in_parts) remember_tail(http1, bytes, count);
    if (!complete) return;
    http1->phase = HTTP1_LINE_BEGIN;
    if (!part->run->self->asking) return;
    if (!(in_parts ? has_version(http1->line, http1->line_count) : has_version(bytes, count))) frame_break(part->run);
}

static void secret_value(struct part *part, const uint8_t *bytes, size_t count)
{
    frame_keep(part->run, part->kept, (size_t)(bytes - part->kept));
    bp_http1_secret(part->run, bytes, count);
    part->kept = bytes + count;
}

static void header_value(struct part *part, const uint8_t *bytes, size_t count, bool complete)
{
    struct http1_direction *http1 = part->http1;
    if (http1->header == HEADER_SECRET && part->run->state->redact)
        secret_value(part, bytes, count);
    else if (hides_parameters(part))
        parameters(part, bytes, count);
    if (http1->header == HEADER_UPGRADE && part->run->self->asking) bp_http1_upgrade(http1, bytes, count);
    if (http1->header == HEADER_LENGTH) bp_http1_length(http1, bytes, count);
    if (http1->header == HEADER_CODING) bp_http1_coding(http1, bytes, count);
    if (!complete) return;
    http1->phase = HTTP1_LINE_BEGIN;
    if (http1->facts & HTTP1_BAD) frame_break(part->run);
}

/* The colon was reached: what is the value good for? */
static void name_complete(struct http1_direction *http1, const uint8_t *name, size_t length)
{
    http1->phase = HTTP1_VALUE;
    http1->coding_match = 0;
    http1->header = (uint8_t)header_named(name, length);
    if (http1->header == HEADER_OTHER && bp_secrets_named && bp_secret_name(http1->name)) http1->header = HEADER_SECRET;
    bool twice = http1->header == HEADER_LENGTH && (http1->facts & HTTP1_HAS_LENGTH);
    if (twice || length == 0 || http1_is_blank(http1->last)) http1->facts |= HTTP1_BAD;
    if (http1->header == HEADER_LENGTH) http1->facts |= HTTP1_HAS_LENGTH;
    if (http1->header == HEADER_CODING) http1->facts |= HTTP1_HAS_CODING;
}

/* A line without colon: nginx passes over it, others refuse the request. */
static void nameless_line(struct http1_direction *http1)
{
    http1->header = HEADER_OTHER;
    http1->phase = HTTP1_LINE_BEGIN;
}

static void header_name(struct part *part, const uint8_t *bytes, size_t count, bool complete)
{
    struct http1_direction *http1 = part->http1;
    const uint8_t *colon = frame_find(bytes, ':', count);
    size_t length = colon ? (size_t)(colon - bytes) : count;
    bool in_parts = !colon || http1->line_count;
    if (length) http1->last = bytes[length - 1];
    for (size_t i = 0; bp_secrets_named && i < length; i++)
        http1->name = secret_hash(http1->name, bytes[i]);
    for (size_t i = 0; in_parts && i < length && http1->line_count < sizeof http1->line; i++)
        http1->line[http1->line_count++] = bytes[i];
    if (colon) {
        name_complete(http1, in_parts ? http1->line : bytes, in_parts ? http1->line_count : length);
        header_value(part, colon + 1, count - length - 1, complete);
    } else if (complete)
        nameless_line(http1);
}

/* A line's first byte: the blank line, the header before it continued, or a new header. */
static void line_begin(struct http1_direction *http1, uint8_t first)
{
    http1->facts &= (uint16_t) ~(HTTP1_IN_VALUE | HTTP1_AFTER_VALUE);
    http1->last = 0;
    if (first == '\r' || first == '\n')
        http1->phase = HTTP1_BLANK_LINE;
    else if (http1_is_blank(first)) {
        http1->phase = HTTP1_VALUE;
        bool foldable =
            (http1->facts & HTTP1_HEADERS) && http1->header != HEADER_LENGTH && http1->header != HEADER_CODING;
        if (!foldable) http1->facts |= HTTP1_BAD;
    } else {
        http1->phase = HTTP1_NAME;
        http1->facts |= HTTP1_HEADERS;
        http1->line_count = 0;
        http1->name = SECRET_HASH_BEGIN;
        http1->scan = (struct parameter_scan){0};
    }
}

/* LF, or CR and then LF; what is here of it. */
static size_t blank_line(struct part *part, const uint8_t *bytes, size_t count)
{
    struct http1_direction *http1 = part->http1;
    size_t done = 0;
    bool feed = false;
    while (done < count && !feed && !part->run->ended) {
        uint8_t byte = bytes[done++];
        feed = byte == '\n';
        if (feed)
            bp_http1_head_complete(part->run);
        else if (byte != '\r' || http1->last == '\r')
            frame_break(part->run);
        http1->last = byte;
    }
    return done;
}

/* A line, or what is here of it. */
static size_t line_part(struct part *part, const uint8_t *bytes, size_t count)
{
    struct http1_direction *http1 = part->http1;
    if (http1->phase == HTTP1_LINE_BEGIN) line_begin(http1, *bytes);
    if (http1->phase == HTTP1_BLANK_LINE) return blank_line(part, bytes, count);
    const uint8_t *feed = frame_find(bytes, '\n', count);
    size_t length = feed ? (size_t)(feed - bytes) + 1 : count;
    if (http1->phase == HTTP1_START_LINE)
        start_line(part, bytes, length, feed);
    else if (http1->phase == HTTP1_NAME)
        header_name(part, bytes, length, feed);
    else
        header_value(part, bytes, length, feed);
    return length;
}

/* Whether a line with its first colon at `colon` is a header that is well written, says nothing of the body and is no
 * secret. Four bytes of it are there. */
static bool is_plain(const uint8_t *line, size_t colon)
{
    return line[0] > ' ' && colon > 0 && line[colon - 1] > ' ' && !may_matter(line, colon);
}

/* Content-Length, told for the first time, which is nothing but a number: the body's length. */
static __attribute__((noinline)) bool takes_length(struct http1_direction *http1, const uint8_t *line,
                                                   const uint8_t *colon, const uint8_t *end)
{
    const uint8_t *at = colon + 1, *last = end - 2;
    uint64_t number = 0;
    bool named = colon - line == 14 && is_named(line, "content-length", 14);
    if (!named || (http1->facts & HTTP1_HAS_LENGTH) || *last != '\r') return false;
    while (*at == ' ')
        at++;
    if (at >= last || last - at > PLAIN_DIGITS) return false;
    for (; at < last; at++) {
        if (*at < '0' || *at > '9') return false;
        number = number * 10 + (uint64_t)(*at - '0');
    }
    http1->length = number;
    http1->facts |= HTTP1_HAS_LENGTH;
    return true;
}

/*
 * Most of a head: the lines from here on that are plain headers, or the body's length, and are here as a whole; how
 * many bytes they take. The first line that is anything else is left to line_part, and so are the last ones where too
 * few bytes lie before them to read a block. Before the bytes lie `before` more. Where the user named secrets, every
 * line may have one.
 */
static size_t plain_headers(struct http1_direction *http1, const uint8_t *bytes, size_t count, size_t before)
{
    const size_t none = SIZE_MAX;
    size_t line = 0, colon = none;
    bool plain = !bp_secrets_named;
    enum header last = HEADER_OTHER;
    for (size_t at = 0; plain && at < count; at += FRAME_BLOCK) {
        size_t left = count - at, skip = left < FRAME_BLOCK ? FRAME_BLOCK - left : 0;
        if (skip > before + at) break;
        uint64_t feeds = frame_marks(bytes + at - skip, '\n') >> skip;
        uint64_t colons = frame_marks(bytes + at - skip, ':') >> skip;
        for (; feeds; feeds &= feeds - 1) {
            uint64_t until_feed = feeds ^ (feeds - 1), here = colons & until_feed;
            if (colon == none && here) colon = at + (size_t)__builtin_ctzll(here);
            plain = colon != none && count - line >= sizeof(uint32_t) && is_plain(bytes + line, colon - line);
            size_t end = at + (size_t)__builtin_ctzll(feeds) + 1;
            bool length = !plain && colon != none && takes_length(http1, bytes + line, bytes + colon, bytes + end);
            plain |= length;
            if (!plain) break;
            last = length ? HEADER_LENGTH : HEADER_OTHER;
            line = end;
            colon = none;
            colons &= ~until_feed;
        }
        if (colon == none && colons) colon = at + (size_t)__builtin_ctzll(colons);
    }
    if (line == 0) return 0;
    http1->header = (uint8_t)last;
    http1->facts |= HTTP1_HEADERS;
    return line;
}

size_t bp_http1_head(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct http1_direction *http1 = &run->self->http1;
    struct part part = {run, http1, bytes};
    uint32_t before = http1->head_bytes;
    size_t done = 0;
    if (count > HEAD_MAX_BYTES - before) count = HEAD_MAX_BYTES - before;
    if (frame_keeps(run) && count > run->room - run->used) count = run->room - run->used;
    while (done < count && http1->phase <= HTTP1_VALUE && !run->ended) {
        if (http1->phase == HTTP1_LINE_BEGIN && bytes[done] > ' ')
            done += plain_headers(http1, bytes + done, count - done, done);
        if (done < count) done += line_part(&part, bytes + done, count - done);
    }
    frame_keep(run, part.kept, (size_t)(bytes + done - part.kept));
    if (http1->phase > HTTP1_VALUE || run->ended) return done;
    http1->head_bytes = before + (uint32_t)done;
    if (http1->head_bytes == HEAD_MAX_BYTES) frame_break(run);
    return done;
}
