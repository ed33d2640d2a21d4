/* SPDX-License-Identifier: MIT */
/* Which protocol a port speaks: /etc/services, and the user's own file over it. Read when the library starts, because
 * later the program may have changed its root or its user. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "../guard/raw.h"
#include "arena.h"
#include "identify.h"

#define FILE_MAX (1l << 20) /* bytes; a longer services file is read up to here */

static struct bp_services services;

static void add_text(long fd, char *text, size_t room)
{
    size_t length = 0;
    for (long count; length < room; length += (size_t)count) {
        count = bp_raw(SYS_read, fd, text + length, room - length);
        if (count <= 0) break;
    }
    bp_services_add(&services, text, length);
}

static void add(const char *path)
{
    long fd = bp_raw(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (bp_raw_failed(fd)) return;
    struct stat facts;
    if (fstat((int)fd, &facts) == 0 && S_ISREG(facts.st_mode)) {
        size_t room = facts.st_size < FILE_MAX ? (size_t)facts.st_size : (size_t)FILE_MAX;
        char *text = bp_arena_take(room);
        if (text) {
            add_text(fd, text, room);
            bp_arena_give(text, room);
        }
    }
    bp_raw(SYS_close, fd);
}

__attribute__((constructor)) static void read_services(void)
{
    add("/etc/services");
    const char *own = getenv("LIBBTRACE_SERVICES");
    if (own && *own) add(own);
}

uint16_t bp_service_of(const struct bp_channel_state *state)
{
    if (state->role == BP_ROLE_CLIENT) return services.tcp[state->remote.port];
    uint16_t local = services.tcp[state->local.port];
    bool known = state->role != BP_ROLE_UNKNOWN || local != BP_PROTOCOL_NONE;
    return known ? local : services.tcp[state->remote.port];
}
