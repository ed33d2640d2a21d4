/* SPDX-License-Identifier: MIT */
/*
 * HTTP/2 (https://www.rfc-editor.org/rfc/rfc9113). A unit is a frame, or a header block with all frames that continue
 * it. Streams are exchanges: what a client says on one is its request, what a server says its response.
 */
#include "http2.h"

#include "hpack.h"

#define HEADER_SIZE 9u
#define SETTING_SIZE 6u
#define OPENING_SETTINGS_MAX 96u /* bytes of settings that a server may be known by */

static const uint8_t preface[24] = {'P', 'R', 'I',  ' ',  '*',  ' ',  'H', 'T', 'T',  'P',  '/',  '2',
                                    '.', '0', '\r', '\n', '\r', '\n', 'S', 'M', '\r', '\n', '\r', '\n'};
_Static_assert(sizeof preface <= HELD_MAX, "the preface must be told apart as a whole");

enum http2_type {
    HTTP2_DATA,
    HTTP2_HEADERS,
    HTTP2_PRIORITY,
    HTTP2_RST_STREAM,
    HTTP2_SETTINGS,
    HTTP2_PUSH_PROMISE,
    HTTP2_PING,
    HTTP2_GOAWAY,
    HTTP2_WINDOW_UPDATE,
    HTTP2_CONTINUATION,
};

enum http2_flag {
    FLAG_END_STREAM = 0x1,
    FLAG_END_HEADERS = 0x4,
    FLAG_PADDED = 0x8,
    FLAG_PRIORITY = 0x20,
};

static uint32_t length_of(const uint8_t *header)
{
    return (uint32_t)header[0] << 16 | (uint32_t)header[1] << 8 | header[2];
}

static uint32_t stream_of(const uint8_t *header)
{
    return (uint32_t)(header[5] & 0x7f) << 24 | (uint32_t)header[6] << 16 | (uint32_t)header[7] << 8 | header[8];
}

int bp_http2_preface(const uint8_t *first, size_t count)
{
    size_t known = count < sizeof preface ? count : sizeof preface;
    if (*first != *preface || memcmp(first, preface, known) != 0) return FRAME_GIVE_UP;
    return known == sizeof preface ? BP_MESSAGE_REQUEST : FRAME_MORE;
}

/* A server may speak first: a short frame of settings. */
static int opening_settings(const uint8_t *first, size_t count)
{
    static const uint8_t pattern[HEADER_SIZE] = {0, 0, 0, HTTP2_SETTINGS};
    for (size_t i = 0; i < count && i < HEADER_SIZE; i++)
        if (i == 2 ? first[i] % SETTING_SIZE || first[i] > OPENING_SETTINGS_MAX : first[i] != pattern[i])
            return FRAME_GIVE_UP;
    return count < HEADER_SIZE ? FRAME_MORE : BP_MESSAGE_RESPONSE;
}

static int http2_recognise(const uint8_t *first, size_t count, bool hinted)
{
    (void)hinted;
    int verdict = bp_http2_preface(first, count);
    return verdict == FRAME_GIVE_UP ? opening_settings(first, count) : verdict;
}

static int begin_preface(struct http2_direction *http2, const uint8_t *first, size_t count)
{
    int verdict = bp_http2_preface(first, count);
    if (verdict < 0) return verdict;
    http2->prefaced = true;
    http2->header_count = HEADER_SIZE;
    memset(http2->header, 0, sizeof http2->header);
    http2->left = sizeof preface;
    return FRAME_ASIDE;
}

/* Whether a frame that belongs to no stream's messages is as long as its type says. */
static bool is_lawful(uint8_t type, uint32_t length, uint32_t stream)
{
    switch (type) {
    case HTTP2_PRIORITY:
        return length == 5 && stream;
    case HTTP2_SETTINGS:
        return length % SETTING_SIZE == 0 && !stream;
    case HTTP2_PING:
        return length == 8 && !stream;
    case HTTP2_GOAWAY:
        return length >= 8 && !stream;
    case HTTP2_WINDOW_UPDATE:
        return length == 4;
    default:
        return type > HTTP2_CONTINUATION;
    }
}

/* Frames of a stream: the headers of a client that stand on a new one begin a request. */
static int begin_in_stream(struct frame_run *run, uint8_t type, uint32_t stream)
{
    struct http2_direction *http2 = &run->self->http2;
    bool asking = run->self->asking, opens = type == HTTP2_HEADERS && (!asking || stream > http2->highest);
    if (!stream || (asking && !(stream & 1)) || (asking && !opens && stream > http2->highest)) return FRAME_GIVE_UP;
    if (asking && opens) http2->highest = stream;
    run->continues = !opens;
    run->self->exchange = stream;
    return asking ? BP_MESSAGE_REQUEST : BP_MESSAGE_RESPONSE;
}

static int begin_frame(struct frame_run *run, const uint8_t *header)
{
    uint32_t length = length_of(header), stream = stream_of(header);
    switch (header[3]) {
    case HTTP2_RST_STREAM:
        if (length != 4) return FRAME_GIVE_UP;
        return begin_in_stream(run, HTTP2_RST_STREAM, stream);
    case HTTP2_DATA:
    case HTTP2_HEADERS:
        return begin_in_stream(run, header[3], stream);
    case HTTP2_PUSH_PROMISE:
        return run->self->asking || !stream ? FRAME_GIVE_UP : BP_MESSAGE_NOTICE;
    default:
        return is_lawful(header[3], length, stream) ? FRAME_ASIDE : FRAME_GIVE_UP;
    }
}

static int http2_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct http2_direction *http2 = &run->self->http2;
    if (run->self->asking && !http2->prefaced) return begin_preface(http2, first, count);
    if (count < HEADER_SIZE) return FRAME_MORE;
    if (!http2->settled && first[3] != HTTP2_SETTINGS) return FRAME_GIVE_UP;
    http2->settled = true;
    http2->header_count = 0;
    http2->in_block = false;
    return begin_frame(run, first);
}

/* What stands before and behind the part of a frame that matters; the first byte may tell the length of the latter. */
static void measure(struct http2_direction *http2)
{
    uint8_t type = http2->header[3], flags = http2->header[4];
    bool padded = (flags & FLAG_PADDED) && (type == HTTP2_DATA || type == HTTP2_HEADERS || type == HTTP2_PUSH_PROMISE);
    http2->left = length_of(http2->header);
    http2->padding = 0;
    http2->lead = padded;
    if (!padded) http2->header[4] = flags & (uint8_t)~FLAG_PADDED;
    if (type == HTTP2_HEADERS && (flags & FLAG_PRIORITY)) http2->lead += 5;
    if (type == HTTP2_PUSH_PROMISE) http2->lead += 4;
}

/* A frame's header is complete: the unit's first, or one that has to continue its header block. */
static void header_complete(struct frame_run *run)
{
    struct http2_direction *http2 = &run->self->http2;
    uint8_t type = http2->header[3];
    measure(http2);
    if (http2->lead > http2->left)
        frame_break(run);
    else if (http2->in_block) {
        bool promise = run->self->type == BP_MESSAGE_NOTICE;
        bool same = promise || stream_of(http2->header) == run->self->exchange;
        if (type != HTTP2_CONTINUATION || !same) frame_break(run);
    } else if (type == HTTP2_HEADERS || type == HTTP2_PUSH_PROMISE) {
        http2->in_block = true;
        http2->last = type == HTTP2_PUSH_PROMISE || (http2->header[4] & FLAG_END_STREAM);
        bp_hpack_begin(run);
    }
}

static void frame_over(struct frame_run *run)
{
    struct http2_direction *http2 = &run->self->http2;
    uint8_t type = http2->header[3], flags = http2->header[4];
    run->ended = true;
    if (http2->in_block) {
        run->goes_on = !http2->last;
        if (!(flags & FLAG_END_HEADERS)) {
            run->ended = false;
            http2->header_count = 0;
        } else if (!bp_hpack_ends(run))
            frame_break(run);
    } else if (type == HTTP2_RST_STREAM)
        run->broken = true;
    else
        run->goes_on = !(type == HTTP2_DATA && (flags & FLAG_END_STREAM));
}

static void lead_byte(struct frame_run *run, uint8_t byte)
{
    struct http2_direction *http2 = &run->self->http2;
    if (http2->header[4] & FLAG_PADDED) {
        http2->header[4] &= (uint8_t)~FLAG_PADDED;
        http2->padding = byte;
    }
    http2->lead--;
    http2->left--;
    if (http2->lead == 0 && http2->padding > http2->left) frame_break(run);
}

static size_t header_part(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct http2_direction *http2 = &run->self->http2;
    size_t wanted = HEADER_SIZE - http2->header_count;
    if (count > wanted) count = wanted;
    memcpy(http2->header + http2->header_count, bytes, count);
    http2->header_count += (uint8_t)count;
    if (http2->header_count == HEADER_SIZE) header_complete(run);
    return count;
}

/* Bytes of what a frame carries, and of what fills it up. */
static size_t payload_part(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct http2_direction *http2 = &run->self->http2;
    bool matters = http2->left > http2->padding;
    uint32_t most = matters ? http2->left - http2->padding : http2->left;
    if (count > most) count = most;
    if (matters && http2->in_block) count = bp_hpack(run, bytes, count);
    http2->left -= (uint32_t)count;
    return count;
}

static size_t part(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct http2_direction *http2 = &run->self->http2;
    size_t done = 1;
    if (http2->header_count < HEADER_SIZE)
        done = header_part(run, bytes, count);
    else if (http2->lead)
        lead_byte(run, *bytes);
    else
        done = payload_part(run, bytes, count);
    if (http2->header_count == HEADER_SIZE && http2->left == 0 && !run->ended) frame_over(run);
    return done;
}

static size_t http2_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    size_t done = 0, step = 1;
    while (done < count && step && !run->ended) {
        step = part(run, bytes + done, count - done);
        done += step;
    }
    return done;
}

/* Files are sent as data. */
static size_t http2_unseen(struct frame_run *run, size_t count)
{
    struct http2_direction *http2 = &run->self->http2;
    bool data = http2->header_count == HEADER_SIZE && http2->header[3] == HTTP2_DATA && run->self->type;
    if (!data || http2->lead) return 0;
    if (count > http2->left) count = http2->left;
    http2->left -= (uint32_t)count;
    if (http2->left == 0) frame_over(run);
    return count;
}

static bool http2_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

const struct frame_protocol bp_http2 = {
    .recognise = http2_recognise,
    .begin = http2_begin,
    .advance = http2_advance,
    .unseen = http2_unseen,
    .lawful = http2_lawful,
};
