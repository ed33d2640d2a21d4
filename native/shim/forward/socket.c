/* SPDX-License-Identifier: MIT */
/* Sockets up to their connection; accept has a file of its own. */
#include <sys/socket.h>

#include "../channel/identify.h"
#include "../channel/message.h"
#include "observe.h"

BP_REAL(int, socket, int, int, int);
BP_REAL(int, bind, int, const struct sockaddr *, socklen_t);
BP_REAL(int, listen, int, int);
BP_REAL(int, connect, int, const struct sockaddr *, socklen_t);
BP_REAL(int, shutdown, int, int);

/* A call that succeeded has changed what the channel is. */
static int changed(int fd, int result, uint16_t role)
{
    if (result == 0 && bp_recording()) bp_channel_changed(fd, role);
    return result;
}

BP_EXPORT int socket(int domain, int type, int protocol)
{
    BP_RESOLVE(socket);
    struct bp_opening opening = {.kind = bp_socket_kind(domain, type, protocol)};
    return BP_OPEN(socket, real_socket(domain, type, protocol), opening, .argument = (uint64_t)domain,
                   .offset = (uint64_t)type);
}

BP_EXPORT int bind(int fd, const struct sockaddr *address, socklen_t length)
{
    BP_RESOLVE(bind);
    fd = bp_visible(fd);
    return BP_OBSERVE(bind, fd, changed(fd, real_bind(fd, address, length), BP_ROLE_UNKNOWN));
}

BP_EXPORT int listen(int fd, int backlog)
{
    BP_RESOLVE(listen);
    fd = bp_visible(fd);
    return BP_OBSERVE(listen, fd, changed(fd, real_listen(fd, backlog), BP_ROLE_LISTENER),
                      .argument = (uint64_t)backlog);
}

/* A connection under way is announced too: the program may write as soon as the kernel has made it. */
static int connected(int fd, int result, const struct sockaddr *address, socklen_t length)
{
    if (bp_recording() && (result == 0 || errno == EINPROGRESS)) bp_channel_connected(fd, address, length);
    return result;
}

BP_EXPORT int connect(int fd, const struct sockaddr *address, socklen_t length)
{
    BP_RESOLVE(connect);
    fd = bp_visible(fd);
    return BP_OBSERVE(connect, fd, connected(fd, real_connect(fd, address, length), address, length));
}

static int ended(int fd, int how, int result)
{
    struct bp_channel_state *state = result == 0 && bp_recording() ? bp_channel_of(fd) : NULL;
    /* What had been received before stays readable, so only the sending side is over for certain. */
    if (state && how != SHUT_RD) bp_message_close(state, BP_SENT, bp_now());
    return result;
}

BP_EXPORT int shutdown(int fd, int how)
{
    BP_RESOLVE(shutdown);
    fd = bp_visible(fd);
    return BP_OBSERVE(shutdown, fd, ended(fd, how, real_shutdown(fd, how)), .argument = (uint64_t)how);
}

BP_ALIAS(connect, __connect);
