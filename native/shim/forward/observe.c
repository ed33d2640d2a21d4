/* SPDX-License-Identifier: MIT */
#include "observe.h"

#include <string.h>

#include "../guard/readable.h"

void bp_observed_gone(struct bp_call_facts *facts, int64_t result)
{
    int error = errno;
    facts->result = result;
    facts->error = result < 0 ? error : 0;
    bp_record_call(facts);
    errno = error;
}

void bp_observed(struct bp_call_facts *facts, int64_t result)
{
    if (!facts->end) facts->end = bp_now();
    if (!facts->channel && facts->fd >= 0) {
        struct bp_channel_state *state = bp_channel_of(facts->fd);
        if (state) facts->channel = state->id;
    }
    bp_observed_gone(facts, result);
}

void bp_observed_text(struct bp_call_facts *facts, int64_t result, const char *text)
{
    bool refused = result < 0 && (errno == EFAULT || errno == EINVAL || errno == ENAMETOOLONG || errno == EBADF);
    bool readable = text && (!refused || bp_readable_text(text));
    facts->text = readable ? text : NULL;
    facts->text_length = readable ? strlen(text) : 0;
}

void bp_number_taken(int fd)
{
    for (int slot = 0; slot < BP_HIDDEN_SLOTS; slot++)
        if (fd >= 0 && bp_hidden[slot].fd == fd && !bp_memory_borrowed()) bp_fd_drop(slot, false);
}

struct bp_channel_state *bp_channel_arrived(int fd, const struct bp_opening *opening)
{
    bp_number_taken(fd);
    if (bp_recording()) return bp_channel_opened(fd, opening);
    if (!bp_memory_borrowed()) bp_channel_release(bp_channel_detach(fd));
    return NULL;
}

int bp_observed_opening(struct bp_call_facts *facts, int fd, const struct bp_opening *opening)
{
    if (facts->begin) facts->end = bp_now();
    struct bp_channel_state *state = fd >= 0 ? bp_channel_arrived(fd, opening) : NULL;
    if (!facts->begin) return fd;
    bp_observed_text(facts, fd, opening->path);
    facts->channel = state ? state->id : 0;
    bp_observed(facts, fd);
    return fd;
}
