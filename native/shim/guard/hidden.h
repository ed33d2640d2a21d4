/* SPDX-License-Identifier: MIT */
/*
 * The shim's own descriptors. They live at high numbers, close on exec, and to the program they do not exist: wrappers
 * that take a descriptor answer EBADF for them, sweeps step over them, dup2 onto one moves it away first.
 */
#ifndef BP_HIDDEN_H
#define BP_HIDDEN_H

#include <stdbool.h>

#define BP_HIDDEN_MAX 4

/* Descriptors in use by the shim, -1 where there is none. */
extern int bp_hidden[BP_HIDDEN_MAX];

/* Whether `fd` belongs to the shim. */
static inline bool bp_fd_hidden(int fd)
{
    if (fd < 0) return false;
    for (int i = 0; i < BP_HIDDEN_MAX; i++)
        if (__atomic_load_n(&bp_hidden[i], __ATOMIC_RELAXED) == fd) return true;
    return false;
}

/* Moves the shim's descriptor away from number `fd`, which the program is about to take with dup2, dup3 or the like. */
void bp_fd_vacate(int fd);

/* Takes over `fd`: moves it to a high number, closes `fd`, hides the new one. Returns the new number, or -1 with `fd` closed. */
int bp_fd_hide(int fd);

/* Closes a hidden descriptor and forgets it. */
void bp_fd_drop(int fd);

#endif
