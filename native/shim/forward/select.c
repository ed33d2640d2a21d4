/* SPDX-License-Identifier: MIT */
/* Waiting with select. A descriptor whose channel holds bytes for the program is readable now. */
#include <string.h>
#include <sys/select.h>

#include "../record/held.h"
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

/* The descriptors asked for that hold bytes: their count, and the first few by number. */
#define WANTED_MAX 64
static int wanted(fd_set *reads, int count, int found[WANTED_MAX])
{
    int n = 0;
    if (!reads || !__atomic_load_n(&bp_held_channels, __ATOMIC_ACQUIRE)) return 0;
    for (int fd = 0; fd < count && n < WANTED_MAX; fd++)
        if (has(reads, fd) && bp_held_behind(fd)) found[n++] = fd;
    return n;
}

static int add_wanted(fd_set *reads, const int *found, int n, int result)
{
    for (int i = 0; result >= 0 && i < n; i++) {
        if (!has(reads, found[i])) result++;
        *word_of(reads, found[i]) |= bit_of(found[i]);
    }
    return result;
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

BP_EXPORT int select(int count, fd_set *reads, fd_set *writes, fd_set *errors, struct timeval *timeout)
{
    BP_RESOLVE(select);
    struct bp_call_facts facts = {.call = BP_CALL_select, .fd = -1, .argument = (uint64_t)count};
    struct timeval at_once = {0, 0};
    int found[WANTED_MAX], n = wanted(reads, count, found);
    if (bp_recording()) facts.begin = bp_now();
    int result = real_select(count, reads, writes, errors, n ? &at_once : timeout);
    return selected(&facts, (fd_set *[]){reads, writes, errors}, count, add_wanted(reads, found, n, result));
}

BP_EXPORT int pselect(int count, fd_set *reads, fd_set *writes, fd_set *errors, const struct timespec *timeout,
                      const sigset_t *mask)
{
    BP_RESOLVE(pselect);
    struct bp_call_facts facts = {.call = BP_CALL_pselect, .fd = -1, .argument = (uint64_t)count};
    struct timespec at_once = {0, 0};
    int found[WANTED_MAX], n = wanted(reads, count, found);
    if (bp_recording()) facts.begin = bp_now();
    int result = real_pselect(count, reads, writes, errors, n ? &at_once : timeout, mask);
    return selected(&facts, (fd_set *[]){reads, writes, errors}, count, add_wanted(reads, found, n, result));
}

BP_ALIAS(select, __select);
