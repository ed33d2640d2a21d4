/* SPDX-License-Identifier: MIT */
/* Identities of streams and images. */
#ifndef BP_RANDOM_H
#define BP_RANDOM_H

#include <stdint.h>

/* 64 random bits, never 0, from the kernel; mixed from what differs between threads where the kernel gives none yet. */
uint64_t bp_random(void);

#endif
