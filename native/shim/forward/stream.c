/* SPDX-License-Identifier: MIT */
#include "stream.h"

#ifdef __GLIBC__

#include <string.h>

#include "../guard/threaded.h"
#include "../record/arena.h"
#include "move.h"

#define PENDING_MAX 65536u /* bytes; a larger buffer of unsent bytes goes by unseen */

static bool conveys(const struct bp_channel_state *channel)
{
    return channel && channel->kind >= BP_CHANNEL_PIPE && channel->kind <= BP_CHANNEL_UNIX_DATAGRAM;
}

static bool watched(const FILE *stream)
{
    return bp_on_glibc() && stream && stream->_fileno >= 0 && bp_recording() && conveys(bp_channel_of(stream->_fileno));
}

static size_t unsent(const FILE *stream)
{
    return (size_t)(stream->_IO_write_ptr - stream->_IO_write_base);
}

#define IN_BACKUP                                                                                                      \
    0x100 /* of glibc's _flags: what ungetc pushed back is read first, the rest of the input is put aside */

static size_t unread(const FILE *stream)
{
    size_t aside = stream->_flags & IN_BACKUP ? (size_t)(stream->_IO_save_end - stream->_IO_save_base) : 0;
    return (size_t)(stream->_IO_read_end - stream->_IO_read_ptr) + aside;
}

/* Only a framer looks at what moves. */
static bool is_framed(int fd)
{
    const struct bp_channel_state *channel = bp_channel_at(fd);
    return channel && channel->framed && !(channel->conversation && channel->conversation->unframed);
}

static void *copy_of_unsent(const struct bp_stream_before *before)
{
    bool seen = before->unsent && before->unsent <= PENDING_MAX && is_framed(before->fd);
    void *copy = seen ? bp_arena_take(before->unsent) : NULL;
    if (copy) memcpy(copy, before->stream->_IO_write_base, before->unsent);
    return copy;
}

bool bp_stream_begin(struct bp_stream_before *before, FILE *stream, bool locks)
{
    before->stream = stream;
    before->locked = false;
    before->pending = NULL;
    if (!watched(stream)) return false;
    before->locked = locks && bp_threaded();
    if (before->locked) flockfile(stream);
    before->fd = stream->_fileno;
    before->unsent = unsent(stream);
    before->pending = copy_of_unsent(before);
    before->unread = unread(stream);
    before->over = feof_unlocked(stream);
    before->begin = bp_now();
    return true;
}

void bp_stream_end(struct bp_stream_before *before)
{
    if (before->pending) bp_arena_give(before->pending, before->unsent);
    if (before->locked) funlockfile(before->stream);
}

/* Bytes went by, unseen where the vectors say NULL; -1 is a failure with errno, 0 the end. */
static void moved(int fd, uint64_t begin, uint16_t call, ssize_t result, const struct iovec *vectors, int count)
{
    struct bp_move move;
    if (!bp_move_begin(&move, call, &fd, call == BP_CALL_fread)) return;
    move.begin = begin;
    move.size = result > 0 ? (uint64_t)result : 0;
    move.sized = true;
    if (call == BP_CALL_fwrite) {
        bp_sent(&move, vectors, count, 0, result);
        return;
    }
    if (move.channel) move.channel->whole = true;
    bp_received(&move, vectors, count, 0, result);
}

/* The first `result` bytes of what was pending and of `text`. */
static void sent(const struct bp_stream_before *before, const void *text, ssize_t result)
{
    size_t count = result > 0 ? (size_t)result : 0, old = count < before->unsent ? count : before->unsent;
    struct iovec vectors[2] = {{before->pending, old}, {(void *)text, count - old}};
    bool begins = old == 0;
    moved(before->fd, before->begin, BP_CALL_fwrite, result, vectors + begins, old < count && !begins ? 2 : 1);
}

/* A stream may be open for both, and changes from one to the other within a call. */
static void other_way(const struct bp_stream_before *before)
{
    size_t left = unsent(before->stream);
    if (before->unsent > left) sent(before, NULL, (ssize_t)(before->unsent - left));
}

void bp_stream_sent(const struct bp_stream_before *before, const void *text, size_t given, bool short_of)
{
    int error = errno;
    bool failed = short_of && ferror_unlocked(before->stream);
    ssize_t result = failed ? -1 : (ssize_t)(before->unsent + given - unsent(before->stream));
    if (failed || result > 0) sent(before, text, result);
    errno = error;
}

/* What came in one piece lies in the stream's buffer. */
static struct iovec came(const struct bp_stream_before *before, size_t received)
{
    const FILE *stream = before->stream;
    size_t there = (size_t)(stream->_IO_read_end - stream->_IO_read_base);
    bool seen = before->unread == 0 && there == received && !(stream->_flags & IN_BACKUP);
    return (struct iovec){seen ? stream->_IO_read_base : NULL, received};
}

void bp_stream_received(const struct bp_stream_before *before, size_t got, bool short_of)
{
    int error = errno;
    ssize_t received = (ssize_t)(got + unread(before->stream) - before->unread);
    bool over = short_of && feof_unlocked(before->stream) && !before->over;
    bool failed = short_of && received <= 0 && ferror_unlocked(before->stream);
    other_way(before);
    errno = error;
    struct iovec bytes = came(before, received > 0 ? (size_t)received : 1);
    if (received > 0) moved(before->fd, before->begin, BP_CALL_fread, received, &bytes, 1);
    if (failed) moved(before->fd, before->begin, BP_CALL_fread, -1, &bytes, 1);
    if (over) moved(before->fd, before->begin, BP_CALL_fread, 0, &bytes, 1);
    errno = error;
}

void bp_stream_flushing(FILE *stream)
{
    int error = errno;
    if (watched(stream) && unsent(stream) > 0) {
        struct iovec bytes = {stream->_IO_write_base, unsent(stream)};
        moved(stream->_fileno, bp_now(), BP_CALL_fwrite, (ssize_t)bytes.iov_len, &bytes, 1);
    }
    errno = error;
}

extern FILE _IO_2_1_stdout_ __attribute__((weak));

/* libc flushes behind the last destructor; this one stands before our own that closes the log. A stream that the
 * program has put in the place of standard output may be gone. */
static __attribute__((destructor(102))) void flushing_output(void)
{
    if (bp_on_glibc() && stdout == &_IO_2_1_stdout_) bp_stream_flushing(stdout);
}

#else

void bp_stream_flushing(FILE *stream)
{
    (void)stream;
}

#endif
