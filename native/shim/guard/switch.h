/* SPDX-License-Identifier: MIT */
/*
 * Tracing can be switched off and on while programs run: every process of a user maps `switch.<uid>` of the spool,
 * whose first 32 bits are 0 (on) or 1 (off).
 */
#ifndef BP_SWITCH_H
#define BP_SWITCH_H

#include <stdbool.h>
#include <stdint.h>

#include "seal.h"

extern const uint32_t *bp_switch_word;

static inline bool bp_switched_off(void)
{
    return __atomic_load_n(bp_switch_word, __ATOMIC_RELAXED) != 0 || bp_sealed;
}

/* Maps the user's switch; where that fails tracing stays on. */
void bp_switch_open(void);

#endif
