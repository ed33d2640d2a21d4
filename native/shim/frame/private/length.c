/* SPDX-License-Identifier: MIT */
/* A private protocol of messages that say how long they are. */
#include "private.h"

#define LENGTH_MOST ((int64_t)1 << 40) /* what says more is no length */

static int length_recognise(const uint8_t *first, size_t count, bool hinted)
{
    (void)first, (void)count;
    return hinted ? FRAME_CALLER_ASKS : FRAME_GIVE_UP;
}

static int length_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    (void)first, (void)count;
    bool begun = run->self->length.begun;
    run->self->length = (struct length_direction){.begun = true};
    return bp_private_type(run, !begun);
}

static void head_ends(struct frame_run *run)
{
    struct length_direction *self = &run->self->length;
    int64_t left = self->left > (uint64_t)LENGTH_MOST ? -1 : (int64_t)self->left + bp_private_of(run)->adjust;
    self->inside = true;
    if (left < 0) {
        frame_break(run);
        return;
    }
    self->left = (uint64_t)left;
    run->ended = left == 0;
    if (run->ended) bp_private_keep(run, &self->text, NULL, 0);
}

static void head_byte(struct frame_run *run, uint8_t byte)
{
    struct length_direction *self = &run->self->length;
    const struct bp_private *declared = bp_private_of(run);
    uint8_t place = self->head++;
    if (place < declared->offset)
        bp_private_keep(run, &self->text, &byte, 1);
    else if (declared->little)
        self->left |= (uint64_t)byte << 8 * (place - declared->offset);
    else
        self->left = self->left << 8 | byte;
    if (self->head == declared->offset + declared->size) head_ends(run);
}

static size_t length_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct length_direction *self = &run->self->length;
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, PRIVATE_ROOM)) {
        if (!self->inside) {
            head_byte(run, bytes[done++]);
            continue;
        }
        size_t here = count - done < self->left ? count - done : self->left;
        size_t taken = bp_private_keep(run, &self->text, bytes + done, here);
        self->left -= taken;
        done += taken;
        run->ended = self->left == 0;
    }
    return done;
}

static size_t length_unseen(struct frame_run *run, size_t count)
{
    struct length_direction *self = &run->self->length;
    if (!self->inside) return 0;
    if (count > self->left) count = self->left;
    self->left -= count;
    run->ended = self->left == 0;
    return count;
}

static bool length_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

const struct frame_protocol bp_length = {
    .recognise = length_recognise,
    .begin = length_begin,
    .advance = length_advance,
    .unseen = length_unseen,
    .lawful = length_lawful,
};
