/* SPDX-License-Identifier: MIT */
/* The table of descriptors, and the bytes held for them. */
#include <limits.h>
#include <unistd.h>

#include "../../../native/shim/record/channel.h"
#include "../../../native/shim/record/held.h"
#include "unit.h"

static void descriptors_share_a_channel(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    struct bp_channel_state *first = bp_channel_opened(ends[0], &(struct bp_opening){0});
    struct bp_channel_state *second = bp_channel_of(ends[1]);
    CHECK(first && second && first != second && first->id == second->id && first->kind == BP_CHANNEL_PIPE);
    CHECK(bp_channel_of(ends[0]) == first && bp_channel_at(ends[0]) == first);
    CHECK(bp_channel_share(ends[0], 900000) == NULL && bp_channel_at(900000) == first);
    CHECK(bp_channel_next(1000, INT_MAX) == 900000 && bp_channel_next(900001, INT_MAX) == -1);
    CHECK(bp_channel_next((unsigned)ends[0], (unsigned)ends[0]) == ends[0]);
    CHECK(bp_channel_share(ends[1], 900000) == first && bp_channel_at(900000) == second);
    bp_channel_release(first);
    uint32_t generation = first->generation;
    bp_channel_release(bp_channel_detach(ends[0]));
    CHECK(first->generation == generation + 1 && bp_channel_at(ends[0]) == NULL);
    CHECK(bp_channel_share(900001, 900000) == second && bp_channel_at(900000) == NULL);
    bp_channel_release(second);
    CHECK(bp_channel_at(ends[1]) == second);
    bp_channel_release(bp_channel_detach(ends[1]));
    CHECK(bp_channel_at(-1) == NULL && bp_channel_at(INT_MAX) == NULL && bp_channel_of(-1) == NULL);
    CHECK(bp_channel_of(900002) == NULL && bp_channel_detach(INT_MAX) == NULL);
    close(ends[0]);
    close(ends[1]);
}

static void held_bytes_come_back_in_order(void)
{
    struct bp_channel_state state = {0};
    char out[64] = "";
    struct iovec in[] = {{"abcdef", 6}, {"", 0}, {"ghij", 4}}, rooms[] = {{out, 3}, {out + 3, 0}, {out + 3, 40}};
    CHECK(bp_held_count(&state) == 0 && bp_held_channels == 0);
    CHECK(bp_held_put(&state, in, 3, 4, 9));
    CHECK(bp_held_count(&state) == 5 && bp_held_channels == 1);
    CHECK(bp_held_copy(&state, rooms, 3, 4) == 4 && bp_held_count(&state) == 5);
    CHECK_TEXT("efgh", out);
    bp_held_give(&state, 3);
    static char many[100000];
    memset(many, 'x', sizeof many);
    CHECK(bp_held_put(&state, &(struct iovec){many, sizeof many}, 1, 0, sizeof many));
    CHECK(bp_held_count(&state) == 2 + sizeof many && bp_held_channels == 1);
    CHECK(bp_held_copy(&state, rooms, 3, sizeof out) == 43);
    CHECK(memcmp(out, "hixxx", 5) == 0);
    bp_held_give(&state, 2 + sizeof many);
    CHECK(bp_held_count(&state) == 0 && bp_held_channels == 0 && !state.held);
    CHECK(bp_held_put(&state, in, 1, 0, 6));
    bp_held_drop(&state);
    CHECK(bp_held_channels == 0);
}

int main(void)
{
    descriptors_share_a_channel();
    held_bytes_come_back_in_order();
    return 0;
}
