/* SPDX-License-Identifier: MIT */
#include "move.h"

#include <errno.h>
#include <limits.h>

#include "../guard/readable.h"
#include "../guard/threaded.h"
#include "../isolate/held.h"
#include "announce.h"
#include "moving.h"
#include "share.h"
#include "tls.h"

/* A locked instruction waits for all that the thread has written before it: a thread that is alone needs none. */
static uint32_t add(uint32_t *users, uint32_t more)
{
    if (bp_threaded()) return __atomic_fetch_add(users, more, __ATOMIC_SEQ_CST);
    uint32_t before = *users;
    *users = before + more;
    return before;
}

void bp_move_enter(struct bp_move *move)
{
    move->entered = true;
    move->alone = add(&bp_move_stream(move)->users, 1) == 0;
    if (!move->alone) bp_message_abandon(move->channel);
}

/* While nothing is recorded: true where the bytes of a framed stream have to be counted, so that it can be framed again
 * later, and held ones given out. */
static __attribute__((noinline)) bool begin_unrecorded(struct bp_move *move)
{
    if (bp_fd_hidden(move->fd)) move->fd = -1;
    move->channel = bp_memory_borrowed() ? NULL : bp_channel_at(move->fd);
    if (!move->channel || !move->channel->framed) return false;
    move->generation = move->channel->generation;
    move->begin = 0;
    move->silent = true;
    bp_move_enter(move);
    if (move->receives && bp_move_holds(move)) move->channel->gap = true;
    return true;
}

bool bp_move_prepare(struct bp_move *move, uint16_t call, int fd, bool receives)
{
    bool recording = bp_recording();
    move->fd = fd;
    if (__builtin_expect(!recording, 0) && bp_move_passes(fd)) return false;
    move->call = call;
    move->name = NULL;
    move->sized = move->single = false;
    move->receives = receives;
    move->entered = move->alone = move->silent = false;
    if (__builtin_expect(!recording, 0)) return begin_unrecorded(move);
    move->channel = bp_channel_of(fd);
    if (__builtin_expect(move->channel != NULL, 1)) {
        move->generation = move->channel->generation;
        if (__builtin_expect(move->channel->framed, 0)) bp_move_enter(move);
    } else if (bp_fd_hidden(fd)) {
        move->fd = -1;
    }
    move->begin = bp_now();
    return true;
}

void bp_move_count(const struct bp_move *move, uint64_t count)
{
    struct bp_channel_state *channel = move->channel;
    if (!bp_move_there(move)) return;
    if (count > 0) {
        channel->gap = true;
        channel->last = bp_move_direction(move);
        bp_move_advance(move, count);
    }
    bp_move_leave(move);
}

#define TOLD (BP_CHANNEL_UNFRAMED | BP_CHANNEL_TLS | BP_CHANNEL_PLAIN)

void bp_channel_tell(int fd, struct bp_channel_state *channel)
{
    bool unframed = channel->gap || (channel->conversation && channel->conversation->unframed);
    unsigned flags = (unframed ? BP_CHANNEL_UNFRAMED : 0u) | (channel->tls ? BP_CHANNEL_TLS : 0u) |
                     (channel->tls == BP_TLS_PLAIN ? BP_CHANNEL_PLAIN : 0u);
    if (__builtin_expect(flags == (channel->flags & TOLD), 1)) return;
    if (!channel->spoken && !channel->tls) return;
    int error = errno;
    channel->flags = (uint16_t)((channel->flags & ~TOLD) | flags);
    bp_channel_announce(fd, channel);
    errno = error;
}

/* Whether nothing more can be made of an unframed channel: where clear text ends TLS may begin, so the next bytes are
 * looked at as well. Who has been receiving since before it was unframed may still hold bytes. */
static bool given_up(const struct bp_move *move)
{
    struct bp_channel_state *channel = move->channel;
    uint32_t self = move->receives ? 1 : 0;
    if (__atomic_load_n(&channel->streams[BP_RECEIVED].users, __ATOMIC_SEQ_CST) != self) return false;
    uint64_t moved = channel->streams[BP_RECEIVED].offset + channel->streams[BP_SENT].offset;
    if (bp_held_count(channel) || channel->tls) return false;
    if (!channel->last_look) channel->last_look = moved;
    return moved != channel->last_look;
}

/* Whether the stream is framed in clear and its record says no other. */
static bool is_steady(const struct bp_channel_state *channel)
{
    const struct bp_conversation *conversation = channel->conversation;
    return conversation && !conversation->unframed && !channel->tls && !channel->gap && !(channel->flags & TOLD);
}

static __attribute__((noinline)) void settle(const struct bp_move *move)
{
    struct bp_channel_state *channel = move->channel;
    if (channel->tls) bp_tls_passed(move->fd, channel);
    if (channel->conversation && channel->conversation->unframed && given_up(move)) channel->framed = false;
    if (!move->silent) bp_channel_tell(move->fd, channel);
}

void bp_move_leave(const struct bp_move *move)
{
    if (!move->entered) return;
    if (__builtin_expect(!is_steady(move->channel), 0)) settle(move);
    add(&bp_move_stream(move)->users, UINT32_MAX);
}

uint64_t bp_move_advance(const struct bp_move *move, uint64_t count)
{
    uint64_t *offset = &bp_move_stream(move)->offset, before = *offset;
    if (__builtin_expect(move->channel->share != NULL, 0))
        bp_share_moved(move->channel, bp_move_direction(move), count);
    if (bp_threaded()) return __atomic_fetch_add(offset, count, __ATOMIC_RELAXED);
    *offset = before + count;
    return before;
}

size_t bp_vectors_size(const struct iovec *vectors, int count)
{
    size_t size = 0;
    for (int i = 0; i < count; i++)
        size += vectors[i].iov_len;
    return size;
}

int bp_vectors_part(const struct iovec *vectors, int count, size_t skip, size_t most, struct iovec *part, int room)
{
    int used = 0;
    for (int i = 0; i < count && used < room && most > 0; i++) {
        size_t length = vectors[i].iov_len, left = length > skip ? length - skip : 0;
        if (left > most) left = most;
        if (left) part[used++] = (struct iovec){(uint8_t *)vectors[i].iov_base + skip, left};
        skip = skip > length ? skip - length : 0;
        most -= left;
    }
    return used;
}

bool bp_move_readable(const void *memory, size_t size, ssize_t result, int error)
{
    return result >= 0 || error == EAGAIN || error == EINTR || (error != EFAULT && bp_readable(memory, size));
}

size_t bp_vectors_refused(const struct iovec *vectors, int count, int error)
{
    if (count <= 0 || count > IOV_MAX) return 0;
    bool readable = bp_move_readable(vectors, (size_t)count * sizeof *vectors, -1, error);
    return readable ? bp_vectors_size(vectors, count) : 0;
}

bool bp_connection_is_over(ssize_t result, int error)
{
    return result < 0 && (error == ECONNRESET || error == EPIPE || error == ETIMEDOUT || error == ECONNABORTED);
}

void bp_move_record(const struct bp_move *move, uint64_t offset, uint64_t end, uint64_t asked, ssize_t result,
                    int error)
{
    struct bp_call *record = bp_record_claim(sizeof *record, BP_RECORD_CALL, move->call);
    if (!record) return;
    bp_record_lasted(move->begin, end);
    record->begin = move->begin;
    record->end = end;
    record->result = move->single && result >= 0 ? 1 : result;
    record->error = error;
    record->fd = move->fd;
    record->channel = move->channel ? move->channel->id : 0;
    record->offset = offset;
    record->argument = move->sized ? move->size : asked;
    bp_record_commit(record);
}

static void many_framed(const struct bp_move *move, const struct mmsghdr *messages, int flags, int result, uint64_t end)
{
    enum bp_direction direction = bp_move_direction(move);
    if (flags & (MSG_OOB | MSG_ERRQUEUE | MSG_PEEK)) return;
    for (int i = 0; i < result; i++) {
        const struct msghdr *one = &messages[i].msg_hdr;
        struct bp_run run = {one->msg_iov, (int)one->msg_iovlen, 0, messages[i].msg_len};
        bp_message_feed(move->channel, direction, direction == BP_SENT ? move->begin : end, &run, false);
    }
}

static void many_datagrams(const struct bp_move *move, const struct mmsghdr *messages, int flags, int result,
                           uint64_t end)
{
    for (int i = 0; i < result; i++) {
        const struct msghdr *one = &messages[i].msg_hdr;
        bp_move_datagram(move, one->msg_iov, (int)one->msg_iovlen, flags, (ssize_t)messages[i].msg_len, one->msg_name,
                         one->msg_namelen, move->receives ? end : move->begin);
    }
}

int bp_moved_many(struct bp_move *move, const struct mmsghdr *messages, int flags, int result)
{
    uint64_t offset = 0, total = 0;
    int error = errno;
    for (int i = 0; i < result && !(flags & MSG_PEEK); i++)
        total += messages[i].msg_len;
    if (move->silent) {
        bp_move_count(move, total);
        errno = error;
        return result;
    }
    uint64_t end = bp_now();
    if (bp_move_there(move)) {
        offset = bp_move_stream(move)->offset;
        if (move->alone)
            many_framed(move, messages, flags, result, end);
        else
            bp_move_advance(move, total);
        if (bp_move_by_datagrams(move)) many_datagrams(move, messages, flags, result, end);
        bp_move_leave(move);
    }
    bp_move_record(move, offset, end, 0, result, result < 0 ? error : 0);
    errno = error;
    return result;
}
