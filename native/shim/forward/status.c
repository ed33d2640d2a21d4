/* SPDX-License-Identifier: MIT */
/* Most programs ask what a file is right after they have opened it: then the shim need not. */
#include <sys/stat.h>

#include "observe.h"

BP_REAL(int, fstat, int, struct stat *);

BP_EXPORT int fstat(int fd, struct stat *facts)
{
    BP_RESOLVE(fstat);
    fd = bp_visible(fd);
    struct bp_channel_state *state = bp_channel_at(fd);
    if (!state || state->id || !bp_recording()) return real_fstat(fd, facts);
    uint32_t generation = __atomic_load_n(&state->generation, __ATOMIC_ACQUIRE);
    int result = real_fstat(fd, facts);
    if (result == 0) bp_channel_seen(fd, state, generation, facts);
    return result;
}

BP_ALIAS(fstat, fstat64);
