/* SPDX-License-Identifier: MIT */
/* Closing descriptors. The table lets go of a number before the kernel does: right after, it may be another's. */
#include <limits.h>
#include <linux/close_range.h>
#include <unistd.h>

#include "../channel/message.h"
#include "../guard/raw.h"
#include "close.h"
#include "observe.h"

BP_REAL(int, close, int);
BP_REAL(int, close_range, unsigned, unsigned, int);
BP_REAL(void, closefrom, int);

void bp_channel_end(struct bp_channel_state *state, uint64_t time)
{
    if (!state) return;
    if (state->references == 1) {
        bp_message_close(state, BP_SENT, time);
        bp_message_close(state, BP_RECEIVED, time);
    }
    bp_channel_release(state);
}

BP_EXPORT int close(int fd)
{
    BP_RESOLVE(close);
    fd = bp_visible(fd);
    bool recording = bp_recording();
    if (!recording && bp_memory_borrowed()) return real_close(fd);
    struct bp_channel_state *state = bp_channel_detach(fd);
    struct bp_call_facts facts = {.call = BP_CALL_close, .fd = fd, .channel = state ? state->id : 0};
    if (recording || state) facts.begin = bp_now();
    int result = real_close(fd), error = errno;
    bp_channel_end(state, facts.begin);
    errno = error;
    /* Daemons sweep all numbers up to the limit: one that was not open is not worth a record. */
    bool swept = result < 0 && error == EBADF;
    if (recording && !swept) bp_observed_gone(&facts, result);
    return result;
}

static void end_range(unsigned first, unsigned last)
{
    uint64_t time = bp_now();
    if (bp_memory_borrowed()) return;
    for (int fd = bp_channel_next(first, last); fd >= 0; fd = bp_channel_next((unsigned)fd + 1, last))
        bp_channel_end(bp_channel_detach(fd), time);
}

/* The lowest of the shim's descriptors in the range, -1 where there is none. */
static int hidden_in(unsigned first, unsigned last)
{
    int lowest = -1;
    for (int slot = 0; slot < BP_HIDDEN_SLOTS; slot++) {
        int fd = bp_hidden[slot].fd;
        if (fd >= 0 && (unsigned)fd >= first && (unsigned)fd <= last && (lowest < 0 || fd < lowest)) lowest = fd;
    }
    return lowest;
}

/* One real call for each stretch between the shim's descriptors. */
static int close_stretches(unsigned first, unsigned last, int flags)
{
    int hidden = hidden_in(first, last), result = 0;
    if (hidden < 0) return real_close_range(first, last, flags);
    if ((unsigned)hidden > first) result = real_close_range(first, (unsigned)hidden - 1, flags);
    if (result < 0 || (unsigned)hidden == last) return result;
    return close_stretches((unsigned)hidden + 1, last, flags);
}

BP_EXPORT int close_range(unsigned first, unsigned last, int flags)
{
    BP_RESOLVE(close_range);
    if ((flags & ~(int)CLOSE_RANGE_UNSHARE) == 0) end_range(first, last);
    return BP_OBSERVE(close_range, (int)first, close_stretches(first, last, flags), .argument = last,
                      .offset = (uint64_t)flags);
}

BP_EXPORT void closefrom(int first)
{
    BP_RESOLVE(closefrom);
    unsigned from = first < 0 ? 0 : (unsigned)first;
    struct bp_call_facts facts = {.call = BP_CALL_closefrom, .fd = (int)from, .begin = bp_now()};
    end_range(from, INT_MAX);
    for (int hidden; (hidden = hidden_in(from, INT_MAX)) >= 0; from = (unsigned)hidden + 1)
        for (; from < (unsigned)hidden; from++)
            bp_raw(SYS_close, from);
    real_closefrom((int)from);
    if (bp_recording()) bp_observed(&facts, 0);
}

BP_ALIAS(close, __close);
