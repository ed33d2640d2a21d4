/* SPDX-License-Identifier: MIT */
/* Held bytes that the program moves into a pipe. */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "../channel/moving.h"
#include "../guard/raw.h"
#include "held.h"
#include "watch.h"

#define PASS_MAX 4096u /* bytes; where a pipe has room at all, it has room for as many at once */

/* -EAGAIN when there is no room and the program does not want to wait for it. */
static long write_all(int pipe, const uint8_t *bytes, size_t count, bool waits)
{
    struct pollfd room = {.fd = pipe, .events = POLLOUT};
    struct timespec now = {0, 0};
    if (!waits && bp_raw(SYS_ppoll, &room, 1, &now, NULL, 0) == 0) return -EAGAIN;
    return bp_raw(SYS_write, pipe, bytes, count);
}

static void taken(const struct bp_move *move, const uint8_t *bytes, size_t count)
{
    struct iovec vector = {(void *)bytes, count};
    struct bp_run run = {&vector, 1, 0, count};
    if (move->alone)
        bp_message_feed(move->channel, BP_RECEIVED, bp_now(), &run, false);
    else
        bp_move_advance(move, count);
}

bool bp_move_held_to(struct bp_move *move, int pipe, size_t size, bool waits, ssize_t *result)
{
    struct bp_channel_state *channel = move->channel;
    uint8_t copy[PASS_MAX];
    struct iovec vector = {copy, size < PASS_MAX ? size : PASS_MAX};
    if (!bp_move_holds(move) || size == 0) return false;
    uint64_t handle = __atomic_load_n(&channel->held, __ATOMIC_ACQUIRE);
    uint32_t there = bp_shelf_count(handle);
    struct bp_run run = {&vector, 1, 0, bp_shelf_copy(handle, &vector, 1, vector.iov_len)};
    if (run.until == 0) return false;
    size_t part = move->alone && bp_may_cut(channel, 0) ? bp_message_border(channel, &run) : run.until;
    long written = write_all(pipe, copy, part, waits);
    if (written > 0 && bp_held_take(channel, there, (size_t)written)) taken(move, copy, (size_t)written);
    if (bp_held_count(channel))
        bp_watches_ready(channel);
    else
        bp_watches_rest(channel);
    if (bp_raw_failed(written)) errno = (int)-written;
    *result = bp_raw_failed(written) ? -1 : written;
    bp_move_leave(move);
    return true;
}
