/* SPDX-License-Identifier: MIT */
#include "announce.h"

#include <fcntl.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "../record/record.h"
#include "identify.h"

#define ASKED_MAX 1024u /* bytes of a file's path that the kernel is asked for */

/* "/proc/self/fd/N" without stdio, which may allocate. */
static void link_of(int fd, char link[32])
{
    static const char folder[] = "/proc/self/fd/";
    char digits[12];
    size_t count = 0, at = sizeof folder - 1;
    memcpy(link, folder, at);
    for (unsigned rest = (unsigned)fd; count == 0 || rest; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    while (count)
        link[at++] = digits[--count];
    link[at] = 0;
}

static bool on_unix(const struct bp_channel_state *state)
{
    return state->kind == BP_CHANNEL_UNIX_STREAM || state->kind == BP_CHANNEL_UNIX_DATAGRAM;
}

/* Bytes that its path may have; a socket fresh from socket() has no address yet. */
static size_t path_room(const struct bp_channel_state *state)
{
    if (on_unix(state)) return state->local.family ? sizeof((struct sockaddr_un *)0)->sun_path : 0;
    return state->kind == BP_CHANNEL_FILE || state->named ? ASKED_MAX : 0;
}

static size_t path_of(int fd, const struct bp_channel_state *state, char *text, size_t room)
{
    if (on_unix(state)) return bp_unix_path(fd, text, room);
    char link[32];
    link_of(fd, link);
    ssize_t length = readlink(link, text, room);
    return length > 0 ? (size_t)length : 0;
}

void bp_channel_announce(int fd, const struct bp_channel_state *state)
{
    size_t room = path_room(state);
    struct bp_channel *record = bp_record_claim(sizeof *record + room, BP_RECORD_CHANNEL, 0);
    if (!record) return;
    memset(&record->time, 0, record->head.size - sizeof record->head);
    size_t length = room ? path_of(fd, state, (char *)(record + 1), room) : 0;
    record->time = bp_now();
    record->channel = state->id;
    record->peer = state->peer;
    record->fd = fd;
    record->kind = state->kind;
    record->role = state->role;
    record->protocol = state->protocol;
    record->flags = state->flags;
    record->local = state->local;
    record->remote = state->remote;
    if (length < room) bp_record_shrink(record, sizeof *record + length);
    bp_record_commit(record);
}
