/* SPDX-License-Identifier: MIT */
/* Pipes and socket pairs: two descriptors at once. */
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../guard/raw.h"
#include "observe.h"

BP_REAL(int, pipe, int[2]);
BP_REAL(int, pipe2, int[2], int);
BP_REAL(int, socketpair, int, int, int, int[2]);

static uint64_t inode_of(int fd)
{
    struct stat facts = {0};
    return bp_raw_failed(bp_raw(SYS_fstat, fd, &facts)) ? 0 : facts.st_ino;
}

/* The call's record names the first end as its descriptor and the second as its argument. */
static int made(struct bp_call_facts *facts, int result, const int ends[2], bool paired)
{
    int error = errno;
    facts->end = bp_now();
    for (int i = 0; result == 0 && i < 2; i++) {
        struct bp_opening opening = {.peer = paired && bp_recording() ? inode_of(ends[!i]) : 0};
        struct bp_channel_state *state = bp_channel_arrived(ends[i], &opening);
        if (i == 0 && state) facts->channel = state->id;
    }
    facts->fd = result == 0 ? ends[0] : -1;
    facts->argument = result == 0 ? (uint64_t)ends[1] : 0;
    errno = error;
    if (bp_recording()) bp_observed(facts, result);
    return result;
}

BP_EXPORT int pipe(int ends[2])
{
    BP_RESOLVE(pipe);
    struct bp_call_facts facts = {.call = BP_CALL_pipe, .begin = bp_now()};
    return made(&facts, real_pipe(ends), ends, false);
}

BP_EXPORT int pipe2(int ends[2], int flags)
{
    BP_RESOLVE(pipe2);
    struct bp_call_facts facts = {.call = BP_CALL_pipe2, .offset = (uint64_t)flags, .begin = bp_now()};
    return made(&facts, real_pipe2(ends, flags), ends, false);
}

BP_EXPORT int socketpair(int domain, int type, int protocol, int ends[2])
{
    BP_RESOLVE(socketpair);
    struct bp_call_facts facts = {.call = BP_CALL_socketpair, .offset = (uint64_t)type, .begin = bp_now()};
    return made(&facts, real_socketpair(domain, type, protocol, ends), ends, true);
}

BP_ALIAS(pipe, __pipe);
