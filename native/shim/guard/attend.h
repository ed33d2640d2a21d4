/* SPDX-License-Identifier: MIT */
/*
 * What a process sees to now and then while it records: that a forwarder runs, whatever has become of the last one, and
 * that the process follows the switch of the spool that it writes into, which may have been removed and made anew.
 */
#ifndef BP_ATTEND_H
#define BP_ATTEND_H

#include <stdint.h>

/* When an image begins, behind its first segment. */
void bp_attend_first(void);

/* Whenever the spool is asked for a segment. Signals are blocked. */
void bp_attend(uint64_t now);

/* Another folder takes the segments from now on. */
void bp_attend_soon(void);

#endif
