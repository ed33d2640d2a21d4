/* SPDX-License-Identifier: MIT */
#ifndef BP_FORWARDER_H
#define BP_FORWARDER_H

#include <stdbool.h>

/* Starts `bplogd forward` for this spool and user when none runs and the program can be found. The traced program gets
 * no child that its wait calls could see, and no signal. Whether one was running already. */
bool bp_forwarder_start(void);

#endif
