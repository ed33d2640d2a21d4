/* SPDX-License-Identifier: MIT */
/* What surrounds every fork: of the program's own, and inside libc. */
#ifndef BP_FORK_H
#define BP_FORK_H

#include <stdbool.h>
#include <stdint.h>

#include "../record/segment.h"

struct bp_forking {
    struct bp_mapping lent[BP_LENT_MAX];
    size_t count;
    uint64_t parent; /* the image */
    uint64_t token;
    uint64_t begin;
};

/* False where nothing is recorded: then neither of the others is to be called. */
bool bp_fork_begin(struct bp_forking *forking);

/* In the child, before it does anything else. */
void bp_fork_child(const struct bp_forking *forking);

/* In the parent; `failed`: there is no child. */
void bp_fork_parent(const struct bp_forking *forking, bool failed);

#endif
