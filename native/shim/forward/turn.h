/* SPDX-License-Identifier: MIT */
/* Full isolation for poll and select: of several connections that are readable at once, one is told of, in turn. */
#ifndef BP_TURN_H
#define BP_TURN_H

#include <stdbool.h>

/* The readable connections of one wait. All zeros is none. */
struct bp_turn {
    int count;
    int lowest;
    int next; /* the lowest above the one that had its turn last */
    bool has_next;
};

/* Whether waits are to be looked at at all. */
bool bp_turns(void);

/* Counts `fd` when it is a connection whose protocol is known. */
void bp_turn_add(struct bp_turn *turn, int fd);

/* The connection whose turn it is; -1 when there are not several. */
int bp_turn_of(const struct bp_turn *turn);

/* Whether `fd` is such a connection and has to wait for its turn. */
bool bp_turn_waits(int chosen, int fd);

#endif
