/* SPDX-License-Identifier: MIT */
#include "turn.h"

#include "../channel/channel.h"
#include "../record/options.h"
#include "../record/record.h"

static __thread int last = -1;

bool bp_turns(void)
{
    return bp_options.full && bp_recording();
}

static bool isolated(int fd)
{
    const struct bp_channel_state *state = bp_channel_at(fd);
    return state && state->framed && !state->whole && (state->spoken || state->protocol);
}

void bp_turn_add(struct bp_turn *turn, int fd)
{
    if (!isolated(fd)) return;
    if (turn->count++ == 0 || fd < turn->lowest) turn->lowest = fd;
    if (fd <= last || (turn->has_next && fd > turn->next)) return;
    turn->next = fd;
    turn->has_next = true;
}

int bp_turn_of(const struct bp_turn *turn)
{
    if (turn->count == 0) return -1;
    last = turn->has_next ? turn->next : turn->lowest;
    return turn->count > 1 ? last : -1;
}

bool bp_turn_waits(int chosen, int fd)
{
    return chosen >= 0 && fd != chosen && isolated(fd);
}
