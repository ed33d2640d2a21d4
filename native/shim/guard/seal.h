/* SPDX-License-Identifier: MIT */
/*
 * A program that restricts its own system calls (seccomp) may die of ours. From then on its process is no longer
 * recorded: wrappers forward, and count what they would have written.
 */
#ifndef BP_SEAL_H
#define BP_SEAL_H

#include <stdbool.h>

/* True once a filter has been asked for. */
extern bool bp_sealed;

#endif
