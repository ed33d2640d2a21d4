/* SPDX-License-Identifier: MIT */
/*
 * The shim's own descriptors. They live at high numbers, close on exec, and to the program they do not exist: wrappers
 * that take a descriptor answer EBADF for them, sweeps step over them, dup2 onto one moves it away first.
 */
#ifndef BP_HIDDEN_H
#define BP_HIDDEN_H

#include <stdbool.h>
#include <stdint.h>

enum bp_hidden_slot {
    BP_HIDDEN_SPOOL, /* the spool's folder */
    BP_HIDDEN_WAKER, /* always readable; wakes epoll sets */
    BP_HIDDEN_SLOTS,
};

/* Both change in one step where they depend on each other. */
struct bp_hidden {
    int fd;        /* -1 where there is none */
    uint32_t uses; /* of the waker: reasons for it to exist */
} __attribute__((aligned(8)));
extern struct bp_hidden bp_hidden[BP_HIDDEN_SLOTS];

/* Whether `fd` belongs to the shim. */
static inline bool bp_fd_hidden(int fd)
{
    for (int slot = 0; slot < BP_HIDDEN_SLOTS; slot++)
        if (fd >= 0 && __atomic_load_n(&bp_hidden[slot].fd, __ATOMIC_RELAXED) == fd) return true;
    return false;
}

/* Moves the shim's descriptor away from number `fd`, which the program is about to take with dup2, dup3 or the like. */
void bp_fd_vacate(int fd);

/* Moves `fd` to a high number and closes `fd`: the new number, or -1 when the kernel has none. */
int bp_fd_high(int fd);

/* Takes over `fd`: moves it to a high number and closes `fd`, unless another thread has filled the slot meanwhile.
 * False when the kernel has no number for it. */
bool bp_fd_hide(enum bp_hidden_slot slot, int fd);

/* Forgets a descriptor; closes it unless its number has become the program's. */
void bp_fd_drop(enum bp_hidden_slot slot, bool ours);

#endif
