/* SPDX-License-Identifier: MIT */
/* Who this process is: what segment headers say of it, and the record that begins each stream. */
#ifndef BP_PROCESS_H
#define BP_PROCESS_H

#include <stddef.h>
#include <stdint.h>

#include "../guard/self.h"

/* What a child of fork knows of its parent; `image` 0 in a program that began with exec. */
struct bp_birth {
    uint64_t image;
    uint64_t stream;
    uint64_t token; /* 0 where the fork was none that we forwarded */
    uint64_t asked; /* CLOCK_BOOTTIME in ns before that fork */
};

/* CLOCK_BOOTTIME in ns. */
uint64_t bp_boot_time(void);

/* Learns the facts of the image `id`; a child of fork keeps what it inherited. */
void bp_process_learn(uint64_t id, const struct bp_birth *birth);

/* The process is about to change its namespaces, or where /proc is to be found. */
void bp_process_moves(void);

/* Fills a segment's header with the facts. */
void bp_process_describe(struct bp_segment *segment);

/* The record that begins the stream of `self`, PROCESS or THREAD: its size, and its writing into an empty segment. */
size_t bp_birth_size(const struct bp_self *self);
void bp_birth_write(struct bp_self *self);

#endif
