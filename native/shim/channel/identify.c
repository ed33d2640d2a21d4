/* SPDX-License-Identifier: MIT */
#include "identify.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "../guard/raw.h"
#include "../record/record.h"

#define PIPEFS_MAGIC 0x50495045
#define FILE_BIT (1ull << 63)

static uint64_t mixed(uint64_t a, uint64_t b)
{
    uint64_t value = (a + 0x9e3779b97f4a7c15u) ^ (b * 0xff51afd7ed558ccdu);
    value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53u;
    return (value ^ (value >> 29)) | FILE_BIT;
}

/* Event descriptors and their like share one inode, so their identity is the moment at which they were met. */
static uint64_t unique(void)
{
    static uint64_t counter;
    return mixed(bp_now() ^ ((uint64_t)getpid() << 40), __atomic_add_fetch(&counter, 1, __ATOMIC_RELAXED));
}

static void put_address(struct bp_address *address, const struct sockaddr_storage *from)
{
    memset(address, 0, sizeof *address);
    address->family = from->ss_family;
    if (from->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)from;
        address->port = ntohs(in->sin_port);
        address->ip[10] = address->ip[11] = 0xff;
        memcpy(address->ip + 12, &in->sin_addr, 4);
    } else if (from->ss_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const void *)from;
        address->port = ntohs(in->sin6_port);
        address->scope = in->sin6_scope_id;
        memcpy(address->ip, &in->sin6_addr, 16);
    }
}

void bp_identify_addresses(int fd, struct bp_channel_state *state)
{
    struct sockaddr_storage name = {0};
    socklen_t length = sizeof name;
    if (getsockname(fd, (struct sockaddr *)&name, &length) == 0) put_address(&state->local, &name);
    bool connected = false;
    if (state->role != BP_ROLE_LISTENER) {
        length = sizeof name;
        connected = getpeername(fd, (struct sockaddr *)&name, &length) == 0;
        if (connected) put_address(&state->remote, &name);
    }
    if (state->kind == BP_CHANNEL_TCP) bp_service_find(state);
    /* A connect under way has no peer yet, and the bytes will come to this state. */
    bool stream = state->kind == BP_CHANNEL_TCP || state->kind == BP_CHANNEL_UNIX_STREAM;
    state->framed = stream && (connected || state->role == BP_ROLE_CLIENT);
}

void bp_identify_name(struct bp_address *address, const void *name, size_t length)
{
    struct sockaddr_storage storage = {0};
    memcpy(&storage, name, length < sizeof storage ? length : sizeof storage);
    put_address(address, &storage);
}

void bp_identify_remote(struct bp_channel_state *state, const struct sockaddr *address, uint32_t length)
{
    bp_identify_name(&state->remote, address, length);
    if (state->kind == BP_CHANNEL_TCP) bp_service_find(state);
}

uint16_t bp_socket_kind(int domain, int type, int protocol)
{
    type &= ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (domain == AF_UNIX) return type == SOCK_STREAM ? BP_CHANNEL_UNIX_STREAM : BP_CHANNEL_UNIX_DATAGRAM;
    if (domain != AF_INET && domain != AF_INET6) return BP_CHANNEL_OTHER;
    if (type == SOCK_STREAM && (protocol == 0 || protocol == IPPROTO_TCP)) return BP_CHANNEL_TCP;
    return type == SOCK_DGRAM && (protocol == 0 || protocol == IPPROTO_UDP) ? BP_CHANNEL_UDP : BP_CHANNEL_OTHER;
}

static int option_of(int fd, int option)
{
    int value = 0;
    socklen_t length = sizeof value;
    return getsockopt(fd, SOL_SOCKET, option, &value, &length) == 0 ? value : 0;
}

static void identify_socket(int fd, struct bp_channel_state *state, uint64_t inode)
{
    bool found = !(state->flags & BP_CHANNEL_OPENED);
    state->id = inode;
    if (!state->kind)
        state->kind = bp_socket_kind(option_of(fd, SO_DOMAIN), option_of(fd, SO_TYPE), option_of(fd, SO_PROTOCOL));
    if (found && option_of(fd, SO_ACCEPTCONN)) state->role = BP_ROLE_LISTENER;
    /* A socket fresh from socket() has no addresses yet. */
    if (found || state->role != BP_ROLE_UNKNOWN || state->peer) bp_identify_addresses(fd, state);
    if (state->kind == BP_CHANNEL_UNIX_STREAM && state->framed && !state->peer) state->peer = bp_unix_peer(inode);
}

static void identify_pipe(int fd, struct bp_channel_state *state, const struct stat *facts)
{
    struct statfs system;
    bool anonymous = fstatfs(fd, &system) == 0 && system.f_type == PIPEFS_MAGIC;
    state->kind = BP_CHANNEL_PIPE;
    state->id = anonymous ? facts->st_ino : mixed(facts->st_dev, facts->st_ino);
    int mode = (int)bp_raw(SYS_fcntl, fd, F_GETFL) & O_ACCMODE;
    if (mode != O_WRONLY) state->flags |= BP_CHANNEL_READS;
    if (mode != O_RDONLY) state->flags |= BP_CHANNEL_WRITES;
}

/* Whoever sees the identity sees the kind. */
bool bp_identify_file(struct bp_channel_state *state, const struct stat *facts)
{
    if (!S_ISREG(facts->st_mode) && !S_ISDIR(facts->st_mode)) return false;
    state->kind = BP_CHANNEL_FILE;
    __atomic_store_n(&state->id, mixed(facts->st_dev, facts->st_ino), __ATOMIC_RELEASE);
    return true;
}

bool bp_identify(int fd, struct bp_channel_state *state)
{
    struct stat facts;
    if (bp_raw_failed(bp_raw(SYS_fstat, fd, &facts))) return false;
    if (bp_identify_file(state, &facts)) return true;
    if (S_ISSOCK(facts.st_mode)) {
        identify_socket(fd, state, facts.st_ino);
    } else if (S_ISFIFO(facts.st_mode)) {
        identify_pipe(fd, state, &facts);
    } else {
        bool anonymous = (facts.st_mode & S_IFMT) == 0;
        state->kind = BP_CHANNEL_OTHER;
        state->id = anonymous ? unique() : mixed(facts.st_dev, facts.st_ino);
    }
    return true;
}

size_t bp_unix_path(int fd, char *text, size_t room)
{
    struct sockaddr_un name;
    for (int remote = 0; remote < 2; remote++) {
        socklen_t length = sizeof name;
        int (*ask)(int, struct sockaddr *, socklen_t *) = remote ? getpeername : getsockname;
        if (ask(fd, (struct sockaddr *)&name, &length) != 0 || name.sun_family != AF_UNIX) continue;
        if (length <= offsetof(struct sockaddr_un, sun_path)) continue;
        size_t path = length - offsetof(struct sockaddr_un, sun_path);
        if (path > sizeof name.sun_path) path = sizeof name.sun_path;
        if (name.sun_path[0]) path = strnlen(name.sun_path, path);
        if (path > room) path = room;
        memcpy(text, name.sun_path, path);
        return path;
    }
    return 0;
}
