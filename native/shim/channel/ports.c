/* SPDX-License-Identifier: MIT */
/* Which protocol a port speaks: /etc/services, and the user's own files over it. Read with the first TCP socket or
 * datagram, which most processes never have, or before the program changes its root or its user. */
#include <fcntl.h>
#include <sys/stat.h>

#include "../guard/memory.h"
#include "../guard/raw.h"
#include "../guard/settings.h"
#include "../record/arena.h"
#include "identify.h"

#define FILE_MAX (1l << 20) /* bytes; a longer services file is read up to here */

static const struct bp_services *known;

typedef size_t entering(struct bp_services *services, const char *text, size_t length);

static void add_text(struct bp_services *services, entering *enter, long fd, char *text, size_t room)
{
    size_t length = 0;
    for (long count; length < room; length += (size_t)count) {
        count = bp_raw(SYS_read, fd, text + length, room - length);
        if (count <= 0) break;
    }
    enter(services, text, length);
}

static void add(struct bp_services *services, entering *enter, const char *path)
{
    if (!path || !*path) return;
    long fd = bp_raw(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (bp_raw_failed(fd)) return;
    struct stat facts;
    if (!bp_raw_failed(bp_raw(SYS_fstat, fd, &facts)) && S_ISREG(facts.st_mode)) {
        size_t room = facts.st_size < FILE_MAX ? (size_t)facts.st_size : (size_t)FILE_MAX;
        char *text = bp_arena_take(room);
        if (text) {
            add_text(services, enter, fd, text, room);
            bp_arena_give(text, room);
        }
    }
    bp_raw(SYS_close, fd);
}

/* Threads that come at once read at once, each for itself: none waits, and none goes without. */
const struct bp_services *bp_services_read(void)
{
    const struct bp_services *first = __atomic_load_n(&known, __ATOMIC_ACQUIRE);
    if (first) return first;
    struct bp_services *services = bp_map_private(sizeof *services);
    if (!services) return NULL;
    add(services, bp_services_declare, bp_setting("LIBBTRACE_PROTOCOLS"));
    add(services, bp_services_add, "/etc/services");
    add(services, bp_services_add, bp_setting("LIBBTRACE_SERVICES"));
    if (__atomic_compare_exchange_n(&known, &first, services, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return services;
    bp_unmap(services, sizeof *services);
    return first;
}

static uint16_t service_of(const struct bp_services *services, const struct bp_channel_state *state)
{
    if (state->role == BP_ROLE_CLIENT) return services->tcp[state->remote.port];
    uint16_t local = services->tcp[state->local.port];
    bool service = state->role != BP_ROLE_UNKNOWN || local != BP_PROTOCOL_NONE;
    return service ? local : services->tcp[state->remote.port];
}

static uint16_t protocol_of(uint16_t service)
{
    return service & ((1u << BP_SERVICE_DECLARED) - 1);
}

void bp_service_find(struct bp_channel_state *state)
{
    const struct bp_services *services = bp_services_read();
    uint16_t service = services ? service_of(services, state) : BP_PROTOCOL_NONE;
    state->protocol = protocol_of(service);
    state->declared = (uint8_t)(service >> BP_SERVICE_DECLARED);
}

const struct bp_private *bp_service_declared(const struct bp_channel_state *state)
{
    return state->declared ? &bp_services_read()->declared[state->declared - 1] : NULL;
}

uint16_t bp_service_of_datagram(const struct bp_address *local, const struct bp_address *peer)
{
    const struct bp_services *services = bp_services_read();
    if (!services) return BP_PROTOCOL_NONE;
    uint16_t mine = services->udp[local->port];
    return protocol_of(mine ? mine : services->udp[peer->port]);
}
