/* SPDX-License-Identifier: MIT */
/* The folder that takes this machine's segments until they are forwarded. */
#ifndef BP_SPOOL_H
#define BP_SPOOL_H

#include <stdbool.h>
#include <stdint.h>

/* Finds or makes the folder and keeps it open, so that chroot and dropped privileges do not matter. */
bool bp_spool_open(void);

/* Path of the folder in use; empty before it was opened. */
const char *bp_spool_path(void);

/* Opens a file in it (mode 0600, close on exec, no links followed): a low descriptor that the caller closes at once, or
 * -errno. */
int bp_spool_file(const char *name, int flags);

/* Makes a segment's file with all its bytes allocated: a descriptor that the caller closes at once, or -errno. */
int bp_spool_segment(uint64_t stream, uint32_t number, uint64_t size);
void bp_spool_remove(uint64_t stream, uint32_t number);

#endif
