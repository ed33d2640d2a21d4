/* SPDX-License-Identifier: MIT */
/* Waiting with select. A descriptor whose channel holds bytes for the program is readable now. */
#include <string.h>
#include <sys/select.h>

#include "../isolate/held.h"
#include "../record/arena.h"
#include "await.h"
#include "observe.h"
#include "turn.h"

BP_REAL(int, select, int, fd_set *, fd_set *, fd_set *, struct timeval *);
BP_REAL(int, pselect, int, fd_set *, fd_set *, fd_set *, const struct timespec *, const sigset_t *);

/* Programs with more than FD_SETSIZE descriptors pass larger sets than the type says. */
static unsigned long *word_of(fd_set *set, int fd)
{
    return (unsigned long *)set + (unsigned)fd / (8 * sizeof(unsigned long));
}

static unsigned long bit_of(int fd)
{
    return 1ul << ((unsigned)fd % (8 * sizeof(unsigned long)));
}

static bool has(fd_set *set, int fd)
{
    return set && (*word_of(set, fd) & bit_of(fd));
}

/* What the program asked for before the kernel overwrote it. */
struct asked {
    fd_set *reads; /* a copy; NULL where nobody needs it */
    size_t size;
    bool held;
};

static bool any_held(fd_set *reads, int count)
{
    if (!reads || !__atomic_load_n(&bp_held_channels, __ATOMIC_ACQUIRE)) return false;
    for (int fd = 0; fd < count; fd++)
        if (has(reads, fd) && bp_held_behind(fd)) return true;
    return false;
}

static struct asked keep(fd_set *reads, int count, bool announced)
{
    struct asked asked = {.size = ((size_t)count + 63) / 64 * 8, .held = any_held(reads, count)};
    if (!asked.held && !announced) return asked;
    asked.reads = bp_arena_take(asked.size);
    if (asked.reads) memcpy(asked.reads, reads, asked.size);
    return asked;
}

static int add_held(fd_set *reads, int count, const struct asked *asked, int result)
{
    for (int fd = 0; asked->held && asked->reads && result >= 0 && fd < count; fd++) {
        if (!has(asked->reads, fd) || has(reads, fd) || !bp_held_behind(fd)) continue;
        *word_of(reads, fd) |= bit_of(fd);
        result++;
    }
    if (asked->reads) bp_arena_give(asked->reads, asked->size);
    return result;
}

/* Announces the wait to whoever might hold bytes back meanwhile, or takes that back. */
static void announce(fd_set *reads, int count, bool begins)
{
    for (int fd = 0; reads && fd < count; fd++)
        if (has(reads, fd)) bp_await(fd, begins);
}

static int one_in_turn(fd_set *reads, int count, int result)
{
    if (result < 2 || !reads || !bp_turns()) return result;
    struct bp_turn turn = {0};
    for (int fd = 0; fd < count; fd++)
        if (has(reads, fd)) bp_turn_add(&turn, fd);
    int chosen = bp_turn_of(&turn);
    for (int fd = 0; chosen >= 0 && fd < count; fd++)
        if (has(reads, fd) && bp_turn_waits(chosen, fd)) {
            *word_of(reads, fd) &= ~bit_of(fd);
            result--;
        }
    return result;
}

/* The record names the descriptor when it is the only one ready. */
static int selected(struct bp_call_facts *facts, fd_set *sets[3], int count, int result)
{
    result = one_in_turn(sets[0], count, result);
    if (!facts->begin) return result;
    for (int set = 0; result == 1 && set < 3; set++)
        for (int fd = 0; sets[set] && fd < count; fd++)
            if (has(sets[set], fd)) facts->fd = fd;
    bp_observed(facts, result);
    return result;
}

#define BP_SELECT(name, waits, call_expression, call_now)                                                              \
    ({                                                                                                                 \
        struct bp_call_facts bp_facts = {.call = BP_CALL_##name, .fd = -1, .argument = (uint64_t)count};               \
        if (bp_recording()) bp_facts.begin = bp_now();                                                                 \
        bool bp_announced = bp_awaits(reads, waits);                                                                   \
        if (bp_announced) announce(reads, count, true);                                                                \
        struct asked bp_asked = keep(reads, count, bp_announced);                                                      \
        int bp_ready = bp_asked.held ? (call_now) : (call_expression);                                                 \
        if (bp_announced) announce(bp_asked.reads, count, false);                                                      \
        bp_ready = add_held(reads, count, &bp_asked, bp_ready);                                                        \
        selected(&bp_facts, (fd_set *[]){reads, writes, errors}, count, bp_ready);                                     \
    })

BP_EXPORT int select(int count, fd_set *reads, fd_set *writes, fd_set *errors, struct timeval *timeout)
{
    BP_RESOLVE(select);
    struct timeval at_once = {0, 0};
    return BP_SELECT(select, !timeout || timeout->tv_sec || timeout->tv_usec,
                     real_select(count, reads, writes, errors, timeout),
                     real_select(count, reads, writes, errors, &at_once));
}

BP_EXPORT int pselect(int count, fd_set *reads, fd_set *writes, fd_set *errors, const struct timespec *timeout,
                      const sigset_t *mask)
{
    BP_RESOLVE(pselect);
    struct timespec at_once = {0, 0};
    return BP_SELECT(pselect, true, real_pselect(count, reads, writes, errors, timeout, mask),
                     real_pselect(count, reads, writes, errors, &at_once, mask));
}

BP_ALIAS(select, __select);
