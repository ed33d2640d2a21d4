/* SPDX-License-Identifier: MIT */
/*
 * stdio moves its bytes inside libc, where no wrapper of read or write comes by. But what a stream has buffered, and
 * what a call has added or taken, tell how many bytes libc has moved meanwhile, and mostly which. Streams of pipes and
 * sockets are looked at so.
 */
#ifndef BP_STREAM_H
#define BP_STREAM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "observe.h"

/* The stream is about to be flushed for the last time. */
void bp_stream_flushing(FILE *stream);

#ifdef __GLIBC__

struct bp_stream_before {
    FILE *stream;
    uint64_t begin;
    size_t unsent;
    void *pending; /* the bytes unsent, which the call may write over; NULL unless a framer would see them */
    size_t unread;
    int fd;
    bool over;
    bool locked;
};

/* False: the real call is all. `locks`: keeps the stream from other threads until the end of the call, as libc does. */
bool bp_stream_begin(struct bp_stream_before *before, FILE *stream, bool locks);

/* The program gave the stream or got from it so many bytes; `short_of` is true where the call did less than was asked.
 * `text` is what was given, NULL where that cannot be seen. */
void bp_stream_sent(const struct bp_stream_before *before, const void *text, size_t given, bool short_of);
void bp_stream_received(const struct bp_stream_before *before, size_t got, bool short_of);

/* Lets go of the stream, also when the thread is cancelled. */
void bp_stream_end(struct bp_stream_before *before);

/* Bytes that can be put or taken before libc has to move any. */
static inline bool bp_stream_has_room(const FILE *stream)
{
    return stream->_IO_write_ptr < stream->_IO_write_end;
}

static inline bool bp_stream_has_bytes(const FILE *stream)
{
    return stream->_IO_read_ptr < stream->_IO_read_end;
}

#define BP_STREAMED(stream, locks, call_expression, note)                                                              \
    ({                                                                                                                 \
        __typeof__(call_expression) bp_result;                                                                         \
        struct bp_stream_before bp_before __attribute__((cleanup(bp_stream_end)));                                     \
        if (!bp_stream_begin(&bp_before, stream, locks)) {                                                             \
            bp_result = (call_expression);                                                                             \
        } else {                                                                                                       \
            bp_result = (call_expression);                                                                             \
            note;                                                                                                      \
        }                                                                                                              \
        bp_result;                                                                                                     \
    })

#define BP_STREAM_SENT(stream, locks, text, count, short_of, call_expression)                                          \
    BP_STREAMED(stream, locks, call_expression, bp_stream_sent(&bp_before, text, (size_t)(count), short_of))

#define BP_STREAM_RECEIVED(stream, locks, count, short_of, call_expression)                                            \
    BP_STREAMED(stream, locks, call_expression, bp_stream_received(&bp_before, (size_t)(count), short_of))

#endif
#endif
