/* SPDX-License-Identifier: MIT */
#include "handover.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "../channel/message.h"
#include "../channel/share.h"
#include "../guard/raw.h"
#include "../guard/text.h"
#include "../record/arena.h"
#include "../record/spool.h"
#include "held.h"
#include "watch.h"

/* A file holds one or more. */
struct entry {
    uint64_t channel; /* a file that nobody asked for must not meet another connection */
    int32_t fd;
    uint32_t size; /* bytes that follow */
};

/* Kinds of files: held bytes that go with exec and with a message, and where a conversation stands. The last may be
 * lost at any time; the forwarder removes those that nobody took. */
#define NAME_ROOM 32
enum { OF_PROCESS = 'p', OF_CHANNEL = 'c', OF_CONVERSATION = 't' };

static void name_for(char *name, char kind, uint64_t number)
{
    struct bp_text text = bp_text(name, NAME_ROOM);
    bp_text_character(&text, kind);
    bp_text_hex(&text, number, 16);
    bp_text_add(&text, ".held");
}

/* Moves what the channel holds into the file. */
static void put(int file, int fd, struct bp_channel_state *state)
{
    uint32_t count = bp_held_count(state);
    size_t size = sizeof(struct entry) + count;
    struct entry *entry = count ? bp_arena_take(size) : NULL;
    if (!entry) return;
    *entry = (struct entry){state->id, fd, count};
    struct iovec room = {entry + 1, count};
    bp_shelf_copy(state->held, &room, 1, count);
    if (bp_held_take(state, count, count)) bp_raw(SYS_write, file, entry, size);
    bp_watches_rest(state);
    bp_arena_give(entry, size);
}

/* The next entry's bytes become the channel's, if it is still the same. */
static bool take(int file, struct bp_channel_state *state, int fd)
{
    struct entry entry;
    if (bp_raw(SYS_read, file, &entry, sizeof entry) != sizeof entry || entry.size > BP_SHELF_MAX) return false;
    uint8_t *bytes = bp_arena_take(entry.size);
    if (!bytes) return false;
    struct iovec all = {bytes, entry.size};
    bool whole = bp_raw(SYS_read, file, bytes, entry.size) == (long)entry.size;
    if (!state) state = bp_channel_of(fd >= 0 ? fd : entry.fd);
    if (whole && state && state->id == entry.channel) {
        bp_held_put(state, &all, 1, 0, entry.size);
        if (bp_watches_prepare(state)) bp_watches_ready(state);
    }
    bp_arena_give(bytes, entry.size);
    return whole;
}

/*
 * Everyone may put files into a spool. What is in them is taken from root, from the own user, and from the user who
 * made the connection, who could have written the bytes into it.
 */
static bool trusted(int file, int fd)
{
    struct stat about, connection;
    if (bp_raw_failed(bp_raw(SYS_fstat, file, &about)) || !S_ISREG(about.st_mode)) return false;
    if (about.st_uid == 0 || about.st_uid == (uid_t)bp_raw(SYS_geteuid)) return true;
    return fd >= 0 && !bp_raw_failed(bp_raw(SYS_fstat, fd, &connection)) && about.st_uid == connection.st_uid;
}

/* The file's descriptor, or -1. Who removes a file has it for himself. A pipe in its place must not be waited for. */
static int own_file(const char *name, int fd)
{
    struct bp_spool spool = bp_spool_enter();
    if (spool.folder < 0) return -1;
    long file = bp_raw(SYS_openat, spool.folder, name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    if (!bp_raw_failed(file) &&
        (!trusted((int)file, fd) || bp_raw_failed(bp_raw(SYS_unlinkat, spool.folder, name, 0)))) {
        bp_raw(SYS_close, file);
        file = -1;
    }
    bp_spool_leave(spool);
    return bp_raw_failed(file) ? -1 : (int)file;
}

static void take_file(const char *name, struct bp_channel_state *state, int fd)
{
    int file = own_file(name, fd);
    if (file < 0) return;
    while (take(file, state, fd)) {
    }
    bp_raw(SYS_close, file);
}

/* Never one that stands there already: it may be another user's. */
static int make_file(const char *name)
{
    struct bp_spool spool = bp_spool_enter();
    if (spool.folder >= 0) bp_raw(SYS_unlinkat, spool.folder, name, 0);
    bp_spool_leave(spool);
    return bp_spool_file(name, O_WRONLY | O_CREAT | O_EXCL);
}

static void put_conversation(const struct bp_channel_state *state)
{
    char name[NAME_ROOM];
    struct bp_frame_passed passed;
    if (!bp_message_pass(state, &passed)) return;
    name_for(name, OF_CONVERSATION, state->id);
    int file = make_file(name);
    if (file < 0) return;
    bp_raw(SYS_write, file, &passed, sizeof passed);
    bp_raw(SYS_close, file);
}

/* `state` NULL: what is there is out of date. */
static void take_conversation(uint64_t channel, int fd, struct bp_channel_state *state)
{
    char name[NAME_ROOM];
    struct bp_frame_passed passed;
    name_for(name, OF_CONVERSATION, channel);
    int file = own_file(name, fd);
    if (file < 0) return;
    bool whole = bp_raw(SYS_read, file, &passed, sizeof passed) == (long)sizeof passed;
    if (whole && state) bp_message_go_on(state, &passed);
    bp_raw(SYS_close, file);
}

static bool survives(int fd)
{
    long flags = bp_raw(SYS_fcntl, fd, F_GETFD);
    return !bp_raw_failed(flags) && !(flags & FD_CLOEXEC);
}

void bp_hand_over_exec(void)
{
    if (!__atomic_load_n(&bp_held_channels, __ATOMIC_ACQUIRE)) return;
    char name[NAME_ROOM];
    int file = -1;
    name_for(name, OF_PROCESS, (uint64_t)bp_raw(SYS_getpid));
    for (int fd = bp_channel_next(0, INT_MAX); fd >= 0; fd = bp_channel_next((unsigned)fd + 1, INT_MAX)) {
        struct bp_channel_state *state = bp_channel_at(fd);
        if (!state || !bp_held_count(state) || !survives(fd) || (fd > 2 && bp_shared(state))) continue;
        if (file < 0) file = make_file(name);
        if (file >= 0) put(file, fd, state);
    }
    if (file >= 0) bp_raw(SYS_close, file);
}

void bp_take_over_exec(void)
{
    char name[NAME_ROOM];
    name_for(name, OF_PROCESS, (uint64_t)bp_raw(SYS_getpid));
    take_file(name, NULL, -1);
}

/* Calls `each` for every descriptor that the message carries. */
static void each_descriptor(const struct msghdr *message, void (*each)(int fd))
{
    int error = errno, fd;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR((struct msghdr *)message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
        for (size_t at = 0; CMSG_LEN(at + sizeof fd) <= part->cmsg_len; at += sizeof fd) {
            memcpy(&fd, CMSG_DATA(part) + at, sizeof fd);
            each(fd);
        }
    }
    errno = error;
}

static void hand_over(int fd)
{
    struct bp_channel_state *state = bp_channel_at(fd);
    if (!state || !state->framed) return;
    /* From now on others may read from it. */
    state->ahead = state->handed = true;
    put_conversation(state);
    if (!bp_held_count(state)) return;
    char name[NAME_ROOM];
    name_for(name, OF_CHANNEL, state->id);
    int file = make_file(name);
    if (file < 0) return;
    put(file, fd, state);
    bp_raw(SYS_close, file);
}

void bp_take_back(int fd, struct bp_channel_state *state)
{
    char name[NAME_ROOM];
    state->handed = false;
    name_for(name, OF_CHANNEL, state->id);
    take_file(name, state, fd);
}

static void take_back(int fd)
{
    struct bp_channel_state *state = bp_channel_at(fd);
    if (!state || !state->handed) return;
    take_conversation(state->id, fd, NULL);
    bp_take_back(fd, state);
}

static void take_over(int fd)
{
    struct bp_channel_state *state = bp_channel_of(fd);
    if (!state || !state->framed) return;
    state->ahead = true;
    take_conversation(state->id, fd, state);
    bp_take_back(fd, state);
}

void bp_hand_over_message(const struct msghdr *message)
{
    each_descriptor(message, hand_over);
}

void bp_take_back_message(const struct msghdr *message)
{
    each_descriptor(message, take_back);
}

void bp_take_over_message(const struct msghdr *message)
{
    each_descriptor(message, take_over);
}
