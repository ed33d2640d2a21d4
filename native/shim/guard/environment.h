/* SPDX-License-Identifier: MIT */
/*
 * Servers hand scrubbed environments to what they execute. The shim puts LD_PRELOAD and the LIBBTRACE_* variables back
 * into a copy on the caller's stack: an exec may happen in a vfork child, whose every allocation would stay in the
 * parent.
 */
#ifndef BP_ENVIRONMENT_H
#define BP_ENVIRONMENT_H

#include <alloca.h>
#include <stdbool.h>
#include <stddef.h>

#include "target.h"

struct bp_environment {
    char *const *given;
    const char *library; /* what the program is to load; empty: nothing of ours */
    size_t entries;
    const char *preload; /* value of LD_PRELOAD in it, NULL none */
    size_t room;         /* bytes that the copy needs */
};

struct bp_environment bp_environment_measure(enum bp_target target, char *const *given);
char *const *bp_environment_fill(const struct bp_environment *environment, void *room);

/* Whether the shim goes along with it as it is. */
bool bp_environment_traced(char *const *given);

/* The environment to execute a program of this kind with instead of `given`; lives as long as the calling function. */
#define BP_ENVIRONMENT(target, given)                                                                                  \
    ({                                                                                                                 \
        struct bp_environment measured_ = bp_environment_measure(target, given);                                       \
        bp_environment_fill(&measured_, measured_.room ? alloca(measured_.room) : NULL);                               \
    })

#endif
