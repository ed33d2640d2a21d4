/* SPDX-License-Identifier: MIT */
/* The table of descriptors, and the bytes held for them. */
#include <limits.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../native/shim/channel/channel.h"
#include "../../../native/shim/isolate/held.h"
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
    CHECK(bp_held_put(&state, in, 3, 4, 9) && !bp_held_put(&state, in, 3, 4, 9));
    CHECK(bp_held_count(&state) == 5 && bp_held_channels == 1);
    CHECK(bp_shelf_copy(state.held, rooms, 3, 4) == 4 && bp_held_count(&state) == 5);
    CHECK_TEXT("efgh", out);
    CHECK(bp_held_take(&state, 5, 3) && !bp_held_take(&state, 5, 1) && bp_held_count(&state) == 2);
    CHECK(bp_shelf_copy(state.held, rooms, 3, sizeof out) == 2 && memcmp(out, "hi", 2) == 0);
    CHECK(bp_held_take(&state, 2, 2) && !state.held && bp_held_channels == 0);
    static char many[BP_SHELF_MAX + 1];
    memset(many, 'x', sizeof many);
    struct iovec all = {many, sizeof many};
    CHECK(!bp_held_put(&state, &all, 1, 0, sizeof many) && bp_held_put(&state, &all, 1, 1, sizeof many));
    CHECK(bp_held_count(&state) == BP_SHELF_MAX);
    bp_held_drop(&state, false);
    CHECK(bp_held_channels == 0 && bp_held_count(&state) == 0);
}

/* A block that was emptied goes to the next, and who still knows it from before finds nothing. */
static void blocks_are_used_again(void)
{
    struct iovec in = {"abc", 3}, other = {"defgh", 5};
    bp_shelf_handle first = bp_shelf_put(&in, 1, 0, 3);
    CHECK(bp_shelf_take(first, 3, 3) && bp_shelf_count(first) == 0);
    bp_shelf_handle second = bp_shelf_put(&other, 1, 0, 5);
    CHECK(second != first && (second & 0xfffffffff) == (first & 0xfffffffff));
    CHECK(bp_shelf_count(first) == 0 && !bp_shelf_take(first, 5, 5) && bp_shelf_count(second) == 5);
    CHECK(bp_shelf_take(second, 5, 5));
}

/* Of processes that share a block, one takes each byte. */
static void children_share_blocks(void)
{
    static char many[60000];
    struct iovec in = {many, sizeof many};
    int counts[2], total = 0, part, readers = 4;
    bp_shelf_handle handle = bp_shelf_put(&in, 1, 0, sizeof many);
    CHECK(pipe(counts) == 0);
    for (int i = 0; i < readers; i++) {
        if (fork()) continue;
        int taken = 0;
        for (uint32_t left; (left = bp_shelf_count(handle));)
            taken += bp_shelf_take(handle, left, 1);
        _exit(write(counts[1], &taken, sizeof taken) != sizeof taken);
    }
    for (int i = 0; i < readers && read(counts[0], &part, sizeof part) == sizeof part; i++)
        total += part;
    while (wait(NULL) > 0) {
    }
    CHECK(total == sizeof many && bp_shelf_count(handle) == 0);
}

int main(void)
{
    blocks_are_used_again();
    children_share_blocks();
    descriptors_share_a_channel();
    held_bytes_come_back_in_order();
    return 0;
}
