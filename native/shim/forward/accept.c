/* SPDX-License-Identifier: MIT */
/* Connections that arrive. The new channel is announced before the call's record, which stands for the listener. */
#include <sys/socket.h>

#include "observe.h"

BP_REAL(int, accept, int, struct sockaddr *, socklen_t *);
BP_REAL(int, accept4, int, struct sockaddr *, socklen_t *, int);

static int accepted(int listener, int fd)
{
    int error = errno;
    struct bp_channel_state *state = fd >= 0 && bp_recording() ? bp_channel_of(listener) : NULL;
    if (fd >= 0) bp_channel_arrived(fd, &(struct bp_opening){.role = BP_ROLE_SERVER, .kind = state ? state->kind : 0});
    errno = error;
    return fd;
}

BP_EXPORT int accept(int fd, struct sockaddr *address, socklen_t *length)
{
    BP_RESOLVE(accept);
    fd = bp_visible(fd);
    return BP_OBSERVE(accept, fd, accepted(fd, real_accept(fd, address, length)));
}

BP_EXPORT int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    BP_RESOLVE(accept4);
    fd = bp_visible(fd);
    return BP_OBSERVE(accept4, fd, accepted(fd, real_accept4(fd, address, length, flags)), .argument = (uint64_t)flags);
}
