/* SPDX-License-Identifier: MIT */
#include "hpack.h"

#include "../secret.h"
#include "huffman.h"

#define BYTE_ROOM 8u /* for what one byte of a block may leave */
#define NUMBER_SHIFT                                                                                                   \
    21u /* of the last bits that a number may have: no string of a frame is longer than 28 bits tell                   \
         */

/* What the next byte is. */
enum step {
    HPACK_FIELD,
    HPACK_SIZE_MORE,    /* more bits of a new size of the table, */
    HPACK_INDEXED_MORE, /* of the index of a whole field, */
    HPACK_INDEX_MORE,   /* of that of a name */
    HPACK_NAME_LENGTH,
    HPACK_NAME_LENGTH_MORE,
    HPACK_NAME,
    HPACK_VALUE_LENGTH,
    HPACK_VALUE_LENGTH_MORE,
    HPACK_VALUE,
};

/* An index among the entries of both tables; of those that are too old to be remembered every one may be a secret. */
static bool is_secret(const struct hpack *hpack, uint32_t index)
{
    if (index <= HPACK_STATIC) return bp_hpack_static_secret(index);
    uint32_t age = index - HPACK_STATIC - 1;
    return age >= HPACK_REMEMBERED || (hpack->secrets[age / 64] >> age % 64 & 1);
}

static void insert(struct hpack *hpack)
{
    for (size_t i = HPACK_REMEMBERED / 64u - 1; i > 0; i--)
        hpack->secrets[i] = hpack->secrets[i] << 1 | hpack->secrets[i - 1] >> 63;
    hpack->secrets[0] = hpack->secrets[0] << 1 | hpack->secret;
    hpack->inserted++;
}

static void field_ends(struct hpack *hpack)
{
    if (hpack->inserts) insert(hpack);
    hpack->step = HPACK_FIELD;
}

static void string_ends(struct frame_run *run)
{
    struct hpack *hpack = &run->self->http2.hpack;
    if (hpack->coded && !bp_huffman_ends(&hpack->huffman)) {
        frame_break(run);
    } else if (hpack->step == HPACK_NAME) {
        hpack->secret = run->state->redact && bp_secret_name(hpack->name);
        hpack->step = HPACK_VALUE_LENGTH;
    } else {
        if (hpack->rewrites) frame_keep_byte(run, 0);
        field_ends(hpack);
    }
}

/* The number that began in this byte or an earlier one is known. */
static void number_complete(struct frame_run *run)
{
    struct hpack *hpack = &run->self->http2.hpack;
    switch (hpack->step) {
    case HPACK_SIZE_MORE:
        hpack->step = HPACK_FIELD;
        return;
    case HPACK_INDEXED_MORE:
        hpack->step = HPACK_FIELD;
        if (hpack->number == 0) frame_break(run);
        return;
    case HPACK_INDEX_MORE:
        hpack->secret = run->state->redact && hpack->number && is_secret(hpack, hpack->number);
        hpack->step = hpack->number ? HPACK_VALUE_LENGTH : HPACK_NAME_LENGTH;
        return;
    case HPACK_NAME_LENGTH_MORE:
        hpack->name = SECRET_HASH_BEGIN;
        hpack->step = HPACK_NAME;
        break;
    default:
        hpack->step = HPACK_VALUE;
        if (!hpack->secret) break;
        frame_keep_byte(run, hpack->number != 0);
        if (hpack->number) frame_keep_redacted(run);
    }
    hpack->huffman = (struct huffman){0};
    if (hpack->number == 0) string_ends(run);
}

static void number_begins(struct frame_run *run, uint8_t byte, uint8_t prefix, enum step more)
{
    struct hpack *hpack = &run->self->http2.hpack;
    uint8_t mask = (uint8_t)((1u << prefix) - 1);
    hpack->number = byte & mask;
    hpack->shift = 0;
    hpack->step = (uint8_t)more;
    if (hpack->number != mask) number_complete(run);
}

static void number_goes_on(struct frame_run *run, uint8_t byte)
{
    struct hpack *hpack = &run->self->http2.hpack;
    hpack->number += (uint32_t)(byte & 0x7f) << hpack->shift;
    if (!(byte & 0x80))
        number_complete(run);
    else if (hpack->shift == NUMBER_SHIFT)
        frame_break(run);
    else
        hpack->shift += 7;
}

static void field_begins(struct frame_run *run, uint8_t byte)
{
    struct hpack *hpack = &run->self->http2.hpack;
    hpack->inserts = (byte & 0xc0) == 0x40;
    frame_keep_byte(run, byte);
    if (byte & 0x80)
        number_begins(run, byte, 7, HPACK_INDEXED_MORE);
    else if (byte & 0x40)
        number_begins(run, byte, 6, HPACK_INDEX_MORE);
    else if (byte & 0x20)
        number_begins(run, byte, 5, HPACK_SIZE_MORE);
    else
        number_begins(run, byte, 4, HPACK_INDEX_MORE);
}

static void length_begins(struct frame_run *run, uint8_t byte, enum step more)
{
    struct hpack *hpack = &run->self->http2.hpack;
    bool value = more == HPACK_VALUE_LENGTH_MORE;
    hpack->coded = byte & 0x80;
    hpack->rewrites = value && run->state->redact && bp_secrets_named && !hpack->secret;
    hpack->scan = (struct parameter_scan){0};
    if (hpack->rewrites)
        frame_keep_byte(run, 0x80);
    else if (!value || !hpack->secret)
        frame_keep_byte(run, byte == 0x80 ? 0 : byte);
    number_begins(run, byte, 7, more);
}

/* A byte that is not a string's. */
static void control_byte(struct frame_run *run, uint8_t byte)
{
    struct hpack *hpack = &run->self->http2.hpack;
    switch (hpack->step) {
    case HPACK_FIELD:
        field_begins(run, byte);
        break;
    case HPACK_NAME_LENGTH:
        length_begins(run, byte, HPACK_NAME_LENGTH_MORE);
        break;
    case HPACK_VALUE_LENGTH:
        length_begins(run, byte, HPACK_VALUE_LENGTH_MORE);
        break;
    default:
        if (hpack->step != HPACK_VALUE_LENGTH_MORE || !(hpack->secret || hpack->rewrites)) frame_keep_byte(run, byte);
        number_goes_on(run, byte);
    }
}

/* Letters of a name, or of a value that is written anew. */
static void letters(struct frame_run *run, const uint8_t *found, int count)
{
    struct hpack *hpack = &run->self->http2.hpack;
    for (int i = 0; i < count; i++)
        if (hpack->step == HPACK_NAME)
            hpack->name = secret_hash(hpack->name, found[i]);
        else
            bp_parameter(run, &hpack->scan, found[i] ? found[i] : ' ');
}

/* Bytes of a string whose letters matter, as far as the room goes. */
static size_t spell(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct hpack *hpack = &run->self->http2.hpack;
    bool name = hpack->step == HPACK_NAME;
    size_t done = 0;
    while (done < count && frame_has_room(run, BYTE_ROOM) && !run->ended) {
        uint8_t byte = bytes[done++], found[HUFFMAN_MOST] = {byte};
        if (name) frame_keep_byte(run, byte);
        int known = hpack->coded ? bp_huffman_byte(&hpack->huffman, byte, found) : 1;
        if (known < 0)
            frame_break(run);
        else
            letters(run, found, known);
    }
    return done;
}

static size_t string_part(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct hpack *hpack = &run->self->http2.hpack;
    if (count > hpack->number) count = hpack->number;
    if (hpack->step == HPACK_NAME || hpack->rewrites)
        count = spell(run, bytes, count);
    else if (!hpack->secret) {
        if (frame_keeps(run) && count > run->room - run->used) count = run->room - run->used;
        frame_keep(run, bytes, count);
    }
    hpack->number -= (uint32_t)count;
    if (hpack->number == 0 && !run->ended) string_ends(run);
    return count;
}

void bp_hpack_begin(struct frame_run *run)
{
    uint32_t inserted = run->self->http2.hpack.inserted;
    frame_keep_byte(run, 0x80);
    for (int shift = 24; shift >= 0; shift -= 8)
        frame_keep_byte(run, (uint8_t)(inserted >> shift));
}

size_t bp_hpack(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    const struct hpack *hpack = &run->self->http2.hpack;
    size_t done = 0;
    while (done < count && frame_has_room(run, BYTE_ROOM) && !run->ended)
        if (hpack->step == HPACK_NAME || hpack->step == HPACK_VALUE)
            done += string_part(run, bytes + done, count - done);
        else
            control_byte(run, bytes[done++]);
    return done;
}

bool bp_hpack_ends(const struct frame_run *run)
{
    return run->self->http2.hpack.step == HPACK_FIELD;
}
