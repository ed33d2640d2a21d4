/* SPDX-License-Identifier: MIT */
/* A private protocol of lines: each is a message. */
#include "../find.h"
#include "private.h"

static int line_recognise(const uint8_t *first, size_t count, bool hinted)
{
    (void)first, (void)count;
    return hinted ? FRAME_CALLER_ASKS : FRAME_GIVE_UP;
}

static int line_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    (void)first, (void)count;
    bool begun = run->self->line.begun;
    run->self->line = (struct line_direction){.begun = true};
    return bp_private_type(run, !begun);
}

/* A CR belongs to the text unless the line ends behind it. */
static void line_byte(struct frame_run *run, uint8_t byte)
{
    struct line_direction *self = &run->self->line;
    uint8_t end = bp_private_of(run)->end;
    bool returned = self->returned;
    self->returned = byte == '\r' && end != BP_LINE_NUL;
    run->ended = end == BP_LINE_NUL ? byte == 0 : byte == '\n' && (returned || end == BP_LINE_LF);
    if (returned && !run->ended) bp_private_keep(run, &self->text, (const uint8_t *)"\r", 1);
    if (run->ended)
        bp_private_keep(run, &self->text, NULL, 0);
    else if (!self->returned)
        bp_private_keep(run, &self->text, &byte, 1);
}

/* Where nothing more of the line is kept: up to the byte that may end it. */
static size_t skip(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    const uint8_t *last = frame_find(bytes, bp_private_of(run)->end == BP_LINE_NUL ? 0 : '\n', count);
    size_t length = last ? (size_t)(last - bytes) : count;
    if (length) run->self->line.returned = bytes[length - 1] == '\r';
    return length;
}

static size_t line_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, PRIVATE_ROOM)) {
        if (run->self->line.text.over) done += skip(run, bytes + done, count - done);
        if (done < count) line_byte(run, bytes[done++]);
    }
    return done;
}

/* The end of the connection ends a line as well. */
static bool line_lawful(const struct frame_direction *self)
{
    (void)self;
    return true;
}

const struct frame_protocol bp_line = {
    .recognise = line_recognise,
    .begin = line_begin,
    .advance = line_advance,
    .lawful = line_lawful,
};
