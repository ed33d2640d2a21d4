/* SPDX-License-Identifier: MIT */
/*
 * Tracing can be switched off and on while programs run: every process of a user has `switch.<uid>` of the spool
 * mapped (struct bp_switch). A process goes on following the user who began it when it becomes another.
 */
#ifndef BP_SWITCH_H
#define BP_SWITCH_H

#include <stdbool.h>
#include <stdint.h>

#include "../../wire/wire.h"
#include "seal.h"

extern struct bp_switch *bp_switch;

static inline bool bp_switched_off(void)
{
    return __atomic_load_n(&bp_switch->off, __ATOMIC_RELAXED) != 0 || bp_sealed;
}

/* Counts a record that was dropped where no segment could say so. */
static inline void bp_switch_count_unrecorded(void)
{
    __atomic_add_fetch(&bp_switch->unrecorded, 1, __ATOMIC_RELAXED);
}

/* Maps the switch of the spool in use; where that fails tracing stays as it is: on, at first. */
void bp_switch_open(void);

#endif
