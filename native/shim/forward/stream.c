/* SPDX-License-Identifier: MIT */
#include "stream.h"

#ifdef __GLIBC__

#include "../guard/threaded.h"
#include "move.h"

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

bool bp_stream_begin(struct bp_stream_before *before, FILE *stream, bool locks)
{
    before->stream = stream;
    before->locked = false;
    if (!watched(stream)) return false;
    before->locked = locks && bp_threaded();
    if (before->locked) flockfile(stream);
    before->fd = stream->_fileno;
    before->unsent = unsent(stream);
    before->unread = unread(stream);
    before->over = feof_unlocked(stream);
    before->begin = bp_now();
    return true;
}

void bp_stream_end(struct bp_stream_before *before)
{
    if (before->locked) funlockfile(before->stream);
}

/* Bytes went by unseen; -1 is a failure with errno, 0 the end. */
static void moved(int fd, uint64_t begin, uint16_t call, ssize_t result)
{
    struct bp_move move;
    struct iovec unseen = {NULL, result > 0 ? (size_t)result : 1};
    if (!bp_move_begin(&move, call, &fd, call == BP_CALL_fread)) return;
    move.begin = begin;
    move.size = result > 0 ? (uint64_t)result : 0;
    move.sized = true;
    if (call == BP_CALL_fwrite) {
        bp_sent(&move, &unseen, 1, 0, result);
        return;
    }
    if (move.channel) move.channel->whole = true;
    bp_received(&move, &unseen, 1, 0, result);
}

/* A stream may be open for both, and changes from one to the other within a call. */
static void other_way(const struct bp_stream_before *before)
{
    size_t left = unsent(before->stream);
    if (before->unsent > left) moved(before->fd, before->begin, BP_CALL_fwrite, (ssize_t)(before->unsent - left));
}

void bp_stream_sent(const struct bp_stream_before *before, size_t given, bool short_of)
{
    int error = errno;
    bool failed = short_of && ferror_unlocked(before->stream);
    ssize_t sent = failed ? -1 : (ssize_t)(before->unsent + given - unsent(before->stream));
    if (failed || sent > 0) moved(before->fd, before->begin, BP_CALL_fwrite, sent);
    errno = error;
}

void bp_stream_received(const struct bp_stream_before *before, size_t got, bool short_of)
{
    int error = errno;
    ssize_t received = (ssize_t)(got + unread(before->stream) - before->unread);
    bool over = short_of && feof_unlocked(before->stream) && !before->over;
    bool failed = short_of && received <= 0 && ferror_unlocked(before->stream);
    other_way(before);
    errno = error;
    if (received > 0) moved(before->fd, before->begin, BP_CALL_fread, received);
    if (failed) moved(before->fd, before->begin, BP_CALL_fread, -1);
    if (over) moved(before->fd, before->begin, BP_CALL_fread, 0);
    errno = error;
}

void bp_stream_flushing(FILE *stream)
{
    int error = errno;
    if (watched(stream) && unsent(stream) > 0)
        moved(stream->_fileno, bp_now(), BP_CALL_fwrite, (ssize_t)unsent(stream));
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
