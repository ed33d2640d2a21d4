/* SPDX-License-Identifier: MIT */
#ifndef BP_SECCOMP_H
#define BP_SECCOMP_H

#include "../guard/seal.h"

/* The program is about to ask for a filter. Returns whether it had one: so it stays when it gets none. */
bool bp_seal(void);

#endif
