/* SPDX-License-Identifier: MIT */
#ifndef BP_FORWARDER_H
#define BP_FORWARDER_H

/* Starts `bplogd forward` for this spool and user when none runs and the program can be found. The traced program gets
 * no child that its wait calls could see, and no signal. */
void bp_forwarder_start(void);

#endif
