/* SPDX-License-Identifier: MIT */
/* Waiting with poll. A descriptor whose channel holds bytes for the program is readable now. */
#include <poll.h>

#include "../isolate/held.h"
#include "await.h"
#include "observe.h"
#include "turn.h"

BP_REAL(int, poll, struct pollfd *, nfds_t, int);
BP_REAL(int, __poll_chk, struct pollfd *, nfds_t, int, size_t);
BP_REAL(int, ppoll, struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
BP_REAL(int, __ppoll_chk, struct pollfd *, nfds_t, const struct timespec *, const sigset_t *, size_t);

#define POLL_READABLE (POLLIN | POLLRDNORM)

static bool wants_held(const struct pollfd *one)
{
    return one->fd >= 0 && (one->events & POLL_READABLE) && bp_held_behind(one->fd);
}

/* Announces the wait to whoever might hold bytes back meanwhile, or takes that back. */
static void announce(const struct pollfd *all, nfds_t count, bool begins)
{
    for (nfds_t i = 0; i < count; i++)
        if (all[i].events & POLL_READABLE) bp_await(all[i].fd, begins);
}

/* Whether the wait is over before it begins. */
static bool holds(const struct pollfd *all, nfds_t count)
{
    if (!__atomic_load_n(&bp_held_channels, __ATOMIC_ACQUIRE)) return false;
    for (nfds_t i = 0; i < count; i++)
        if (wants_held(&all[i])) return true;
    return false;
}

static int add_held(struct pollfd *all, nfds_t count, int result)
{
    if (result < 0) return result;
    for (nfds_t i = 0; i < count; i++) {
        if (!wants_held(&all[i])) continue;
        if (!all[i].revents) result++;
        all[i].revents |= all[i].events & POLL_READABLE;
    }
    return result;
}

/* All that is ready of a connection that waits for its turn waits, but for room to write: a program that was told only
 * of the end would not read what came before it. */
static bool hide(struct pollfd *one)
{
    one->revents &= one->revents & (POLLHUP | POLLERR | POLLRDHUP) ? 0 : ~POLL_READABLE;
    return one->revents == 0;
}

static int one_in_turn(struct pollfd *all, nfds_t count, int result)
{
    if (result < 2 || !bp_turns()) return result;
    struct bp_turn turn = {0};
    for (nfds_t i = 0; i < count; i++)
        if (all[i].revents & POLL_READABLE) bp_turn_add(&turn, all[i].fd);
    int chosen = bp_turn_of(&turn);
    for (nfds_t i = 0; chosen >= 0 && i < count; i++)
        if ((all[i].revents & POLL_READABLE) && bp_turn_waits(chosen, all[i].fd) && hide(&all[i])) result--;
    return result;
}

/* The record names the descriptor where there is no doubt about it: the only one asked for, or the only one ready. */
static int polled(struct bp_call_facts *facts, struct pollfd *all, nfds_t count, int result)
{
    result = one_in_turn(all, count, result);
    if (!facts->begin) return result;
    if (count == 1 && !(result < 0 && errno == EFAULT)) facts->fd = all->fd;
    for (nfds_t i = 0; result == 1 && i < count; i++)
        if (all[i].revents) facts->fd = all[i].fd;
    bp_observed(facts, result);
    return result;
}

#define BP_POLL(name, timeout_argument, waits, call_expression, call_now)                                              \
    ({                                                                                                                 \
        struct bp_call_facts bp_facts = {                                                                              \
            .call = BP_CALL_##name, .fd = -1, .argument = count, .offset = timeout_argument};                          \
        if (bp_recording()) bp_facts.begin = bp_now();                                                                 \
        bool bp_announced = bp_awaits(all, waits);                                                                     \
        if (bp_announced) announce(all, count, true);                                                                  \
        int bp_ready = holds(all, count) ? add_held(all, count, (call_now)) : (call_expression);                       \
        if (bp_announced) announce(all, count, false);                                                                 \
        polled(&bp_facts, all, count, bp_ready);                                                                       \
    })

BP_EXPORT int poll(struct pollfd *all, nfds_t count, int timeout)
{
    BP_RESOLVE(poll);
    return BP_POLL(poll, (uint64_t)timeout, timeout != 0, real_poll(all, count, timeout), real_poll(all, count, 0));
}

int __poll_chk(struct pollfd *all, nfds_t count, int timeout, size_t room);
BP_EXPORT int __poll_chk(struct pollfd *all, nfds_t count, int timeout, size_t room)
{
    BP_RESOLVE(__poll_chk);
    return BP_POLL(poll, (uint64_t)timeout, timeout != 0, real___poll_chk(all, count, timeout, room),
                   real___poll_chk(all, count, 0, room));
}

static const struct timespec at_once = {0, 0};

BP_EXPORT int ppoll(struct pollfd *all, nfds_t count, const struct timespec *timeout, const sigset_t *mask)
{
    BP_RESOLVE(ppoll);
    return BP_POLL(ppoll, 0, true, real_ppoll(all, count, timeout, mask), real_ppoll(all, count, &at_once, mask));
}

int __ppoll_chk(struct pollfd *all, nfds_t count, const struct timespec *timeout, const sigset_t *mask, size_t room);
BP_EXPORT int __ppoll_chk(struct pollfd *all, nfds_t count, const struct timespec *timeout, const sigset_t *mask,
                          size_t room)
{
    BP_RESOLVE(__ppoll_chk);
    return BP_POLL(ppoll, 0, true, real___ppoll_chk(all, count, timeout, mask, room),
                   real___ppoll_chk(all, count, &at_once, mask, room));
}

BP_ALIAS(poll, __poll);
