/* SPDX-License-Identifier: MIT */
/* HTTP/1.0 and 1.1 (RFC 9112): which message it is and where its body ends. */
#include "http1.h"

#include "../http2/http2.h"

/* A longer chunk line or trailer makes no sense. */
#define LINE_MAX_BYTES 65536u
#define CHUNK_MAX ((uint64_t)1 << 56)
#define METHOD_MAX 20u
#define STATUS_BYTES 12u /* "HTTP/1.1 200" */

static bool is_method_byte(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Length of the method when a blank follows it, else FRAME_MORE or FRAME_GIVE_UP. */
static int method_length(const uint8_t *first, size_t count)
{
    size_t length = 0;
    if (count >= 4 && memcmp(first, "GET ", 4) == 0) return 3;
    while (length < count && length <= METHOD_MAX && is_method_byte(first[length]))
        length++;
    if (length > METHOD_MAX) return FRAME_GIVE_UP;
    if (length == count) return FRAME_MORE;
    return length && first[length] == ' ' ? (int)length : FRAME_GIVE_UP;
}

static bool is_known_method(const uint8_t *method, size_t length)
{
    static const char known[][16] = {"GET",     "HEAD",   "POST",   "PUT",      "DELETE",    "OPTIONS",    "PATCH",
                                     "CONNECT", "TRACE",  "MKCOL",  "PROPFIND", "PROPPATCH", "COPY",       "MOVE",
                                     "LOCK",    "UNLOCK", "REPORT", "PURGE",    "SEARCH",    "MKCALENDAR", "ACL",
                                     "BIND",    "LINK",   "UNLINK", "CHECKOUT", "MERGE",     "MKACTIVITY"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i]) == length && memcmp(known[i], method, length) == 0) return true;
    return false;
}

/* A status line that is here as far as its number ends. */
static bool is_status_line(const uint8_t *first)
{
    bool version = memcmp(first, "HTTP/1.", 7) == 0 && is_digit(first[7]) && first[8] == ' ';
    return version && first[9] != '0' && is_digit(first[9]) && is_digit(first[10]) && is_digit(first[11]);
}

/* RESPONSE when the bytes are those of a status line. What is not here yet stands as in a lawful one. */
static int status_line(const uint8_t *first, size_t count)
{
    if (count >= STATUS_BYTES) return is_status_line(first) ? BP_MESSAGE_RESPONSE : FRAME_GIVE_UP;
    uint8_t line[] = "HTTP/1.1 200";
    memcpy(line, first, count);
    return is_status_line(line) ? FRAME_MORE : FRAME_GIVE_UP;
}

static int http1_recognise(const uint8_t *first, size_t count, bool any_method)
{
    int status = status_line(first, count);
    if (status != FRAME_GIVE_UP) return status;
    if (bp_http2_preface(first, count) != FRAME_GIVE_UP) return FRAME_GIVE_UP;
    int length = method_length(first, count);
    if (length < 0) return length;
    if (!any_method && !is_known_method(first, (size_t)length)) return FRAME_GIVE_UP;
    size_t at = (size_t)length + 1;
    while (at < count && first[at] == ' ')
        at++;
    if (at == count) return count < HELD_MAX ? FRAME_MORE : FRAME_GIVE_UP;
    uint8_t target = first[at];
    return target > ' ' && target < 127 ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

static void set_bit(uint64_t *bits, uint64_t bit, bool on)
{
    frame_store(bits, on ? *bits | bit : *bits & ~bit);
}

/* Remembers of request n what its response's border depends on. False when that would forget it of one that waits. */
static bool remember_method(struct frame_run *run, bool head, bool connect)
{
    struct http1_shared *shared = &run->state->shared.http1;
    uint64_t bit = (uint64_t)1 << (run->self->begun % 64);
    bool waits = !frame_other_has(run, run->self->begun - 64) && run->self->begun >= 64;
    bool forgets = head != !!(shared->head & bit) || connect != !!(shared->connect & bit) || (shared->h2c & bit);
    if (waits && forgets) return false;
    set_bit(&shared->head, bit, head);
    set_bit(&shared->connect, bit, connect);
    set_bit(&shared->h2c, bit, false);
    return true;
}

static int begin_request(struct frame_run *run, const uint8_t *first, size_t count)
{
    int length = method_length(first, count);
    if (length < 0) return length;
    /* The method of HTTP/2's preface is nobody else's (RFC 9113, 11.6). */
    if (length == 3 && memcmp(first, "PRI", 3) == 0) return FRAME_GIVE_UP;
    bool connect = length == 7 && memcmp(first, "CONNECT", 7) == 0;
    if (!remember_method(run, length == 4 && memcmp(first, "HEAD", 4) == 0, connect)) return FRAME_GIVE_UP;
    run->self->http1.facts = connect ? HTTP1_CONNECT : 0;
    return BP_MESSAGE_REQUEST;
}

/* The number of a response is that of its request. One that came unasked (408 to an idle client) has plain borders. */
static bool asked_by(const struct frame_run *run, const uint64_t *bits)
{
    uint32_t number = run->self->begun;
    return frame_other_has(run, number) && (frame_load(bits) >> (number % 64) & 1);
}

/* 1xx stands outside exchanges. 101 answers its request, unless that was for HTTP/2: then the answer is yet to come. */
static int begin_response(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct http1_direction *http1 = &run->self->http1;
    int verdict = status_line(first, count);
    if (verdict < 0) return verdict;
    http1->status = (uint16_t)((first[9] - '0') * 100 + (first[10] - '0') * 10 + (first[11] - '0'));
    if (http1->status == 101 && asked_by(run, &run->state->shared.http1.h2c)) http1->facts |= HTTP1_H2C;
    if (http1->status < 200 && (http1->status != 101 || http1->facts & HTTP1_H2C)) return BP_MESSAGE_NOTICE;
    if (asked_by(run, &run->state->shared.http1.head)) http1->facts |= HTTP1_HEAD;
    if (asked_by(run, &run->state->shared.http1.connect)) http1->facts |= HTTP1_CONNECT;
    return BP_MESSAGE_RESPONSE;
}

static int http1_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct http1_direction *http1 = &run->self->http1;
    bool tunnel = http1->phase == HTTP1_TUNNEL && !frame_other_has(run, run->self->begun - 1);
    if (tunnel) return FRAME_GIVE_UP;
    if (first[0] == '\r' || first[0] == '\n') return FRAME_NOBODY;
    int preface = run->self->asking ? bp_http2_preface(first, count) : FRAME_GIVE_UP;
    if (preface == FRAME_MORE) return FRAME_MORE;
    if (preface > 0) {
        run->becomes = BP_PROTOCOL_HTTP2;
        return FRAME_ASIDE;
    }
    memset(http1, 0, sizeof *http1);
    return run->self->asking ? begin_request(run, first, count) : begin_response(run, first, count);
}

/* Ends the message without a body, unless `length` says that one follows. */
static void body_of(struct frame_run *run, uint64_t length)
{
    run->self->http1.length = length;
    run->self->http1.phase = HTTP1_BODY;
    run->ended = length == 0;
}

/* A transfer coding counts more than a length (RFC 9112, 6.3). */
static void coded_body(struct frame_run *run)
{
    struct http1_direction *http1 = &run->self->http1;
    bool chunked = http1->facts & HTTP1_CHUNKED;
    if (run->self->asking && !chunked) {
        frame_break(run);
        return;
    }
    http1->phase = chunked ? HTTP1_CHUNK_SIZE : HTTP1_UNTIL_CLOSE;
    http1->length = 0;
    http1->head_bytes = 0;
}

static void request_complete(struct frame_run *run)
{
    struct http1_direction *http1 = &run->self->http1;
    if (http1->facts & HTTP1_H2C) set_bit(&run->state->shared.http1.h2c, 1ull << ((run->self->begun - 1) % 64), true);
    if (http1->facts & HTTP1_CONNECT) {
        body_of(run, 0);
        http1->phase = HTTP1_TUNNEL;
    } else if (http1->facts & HTTP1_HAS_CODING)
        coded_body(run);
    else
        body_of(run, http1->length);
}

static void response_complete(struct frame_run *run)
{
    struct http1_direction *http1 = &run->self->http1;
    bool notice = run->self->type == BP_MESSAGE_NOTICE;
    bool h2c = http1->facts & HTTP1_H2C;
    bool leaves = (http1->status == 101 && !h2c) || ((http1->facts & HTTP1_CONNECT) && http1->status / 100 == 2);
    bool bare = notice || leaves || (http1->facts & HTTP1_HEAD) || http1->status == 204 || http1->status == 304;
    if (leaves) frame_store(&run->conversation->unframed, true);
    if (h2c) run->becomes = BP_PROTOCOL_HTTP2;
    if (bare)
        body_of(run, 0);
    else if (http1->facts & HTTP1_HAS_CODING)
        coded_body(run);
    else if (http1->facts & HTTP1_HAS_LENGTH)
        body_of(run, http1->length);
    else
        http1->phase = HTTP1_UNTIL_CLOSE;
}

void bp_http1_head_complete(struct frame_run *run)
{
    if (run->self->asking)
        request_complete(run);
    else
        response_complete(run);
}

static int hex_value(uint8_t c)
{
    if (is_digit(c)) return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The line before a chunk is complete. */
static void chunk_begins(struct frame_run *run)
{
    struct http1_direction *http1 = &run->self->http1;
    http1->head_bytes = 0;
    http1->phase = http1->length ? HTTP1_CHUNK_DATA : HTTP1_TRAILER_BEGIN;
}

static void chunk_size(struct frame_run *run, uint8_t byte)
{
    struct http1_direction *http1 = &run->self->http1;
    int digit = hex_value(byte);
    if (digit >= 0 && http1->length < CHUNK_MAX)
        http1->length = http1->length << 4 | (uint64_t)digit;
    else if (digit >= 0 || http1->head_bytes == 1)
        frame_break(run);
    else if (byte == '\n')
        chunk_begins(run);
    else if (byte == '\r' || byte == ';' || byte == ' ' || byte == '\t')
        http1->phase = HTTP1_CHUNK_REST;
    else
        frame_break(run);
}

/* One byte of what surrounds the data of chunks: sizes, line ends, trailers. */
static void chunk_byte(struct frame_run *run, uint8_t byte)
{
    struct http1_direction *http1 = &run->self->http1;
    bool feed = byte == '\n';
    if (++http1->head_bytes > LINE_MAX_BYTES) {
        frame_break(run);
        return;
    }
    switch (http1->phase) {
    case HTTP1_CHUNK_SIZE:
        chunk_size(run, byte);
        break;
    case HTTP1_CHUNK_REST:
        if (feed) chunk_begins(run);
        break;
    case HTTP1_CHUNK_END:
    case HTTP1_CHUNK_FEED:
        if (byte == '\r' && http1->phase == HTTP1_CHUNK_END)
            http1->phase = HTTP1_CHUNK_FEED;
        else if (feed) {
            http1->phase = HTTP1_CHUNK_SIZE;
            http1->head_bytes = 0;
        } else
            frame_break(run);
        break;
    case HTTP1_TRAILER_BEGIN:
        run->ended = feed;
        http1->phase = byte == '\r' ? HTTP1_TRAILER_BLANK : HTTP1_TRAILER;
        break;
    case HTTP1_TRAILER_BLANK:
        run->ended = true;
        if (!feed) frame_break(run);
        break;
    default:
        if (feed) http1->phase = HTTP1_TRAILER_BEGIN;
    }
}

/* Bytes of a body of known length, or of one chunk. */
static size_t counted(struct frame_run *run, size_t count)
{
    struct http1_direction *http1 = &run->self->http1;
    if (count > http1->length) count = http1->length;
    http1->length -= count;
    if (http1->length == 0) {
        run->ended = http1->phase == HTTP1_BODY;
        http1->phase = HTTP1_CHUNK_END;
        http1->head_bytes = 0;
    }
    return count;
}

static size_t http1_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    const struct http1_direction *http1 = &run->self->http1;
    size_t done = 0, step = 1;
    while (done < count && step && !run->ended) {
        if (http1->phase <= HTTP1_VALUE)
            step = bp_http1_head(run, bytes + done, count - done);
        else if (http1->phase == HTTP1_BODY || http1->phase == HTTP1_CHUNK_DATA)
            step = counted(run, count - done);
        else if (http1->phase == HTTP1_UNTIL_CLOSE)
            step = count - done;
        else {
            chunk_byte(run, bytes[done]);
            step = 1;
        }
        done += step;
    }
    return done;
}

static size_t http1_unseen(struct frame_run *run, size_t count)
{
    switch (run->self->http1.phase) {
    case HTTP1_BODY:
    case HTTP1_CHUNK_DATA:
        return counted(run, count);
    case HTTP1_UNTIL_CLOSE:
        return count;
    default:
        return 0;
    }
}

static bool http1_lawful(const struct frame_direction *self)
{
    return self->http1.phase == HTTP1_UNTIL_CLOSE;
}

static bool http1_resumes(const uint8_t *first, size_t count)
{
    return http1_recognise(first, count < HELD_MAX ? count : HELD_MAX, false) == BP_MESSAGE_REQUEST;
}

const struct frame_protocol bp_http1 = {
    .recognise = http1_recognise,
    .begin = http1_begin,
    .advance = http1_advance,
    .unseen = http1_unseen,
    .lawful = http1_lawful,
    .resumes = http1_resumes,
};
