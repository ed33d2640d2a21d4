/* SPDX-License-Identifier: MIT */
/*
 * The folder that takes this machine's segments until they are forwarded. It is opened by its path whenever it is
 * needed, so that the program finds no descriptor of ours; one is kept (guard/hidden.h) only by a process that is about
 * to lose the path.
 */
#ifndef BP_SPOOL_H
#define BP_SPOOL_H

#include <stdbool.h>
#include <stdint.h>

/* The folder for the time of one piece of work. */
struct bp_spool {
    int folder;   /* a descriptor, or -errno */
    bool passing; /* opened for this piece of work only */
};

/* Opens the folder; finds or makes one where none is known or the known one is gone. */
struct bp_spool bp_spool_enter(void);
void bp_spool_leave(struct bp_spool spool);

/* Whether there is a folder. */
bool bp_spool_open(void);

/* Around what may take the path away: the folder is kept open; then closed again if its path still leads there. */
bool bp_spool_keep(void);
void bp_spool_settle(void);

/* Path of the folder in use; empty before it was found. */
const char *bp_spool_path(void);

/* Opens a file in it (mode 0600, close on exec, no links followed): a low descriptor that the caller closes at once, or
 * -errno. */
int bp_spool_file(const char *name, int flags);

/* Renames a file in it; no descriptor is needed for that. 0 or -errno. */
long bp_spool_move(const char *from, const char *to);

/* Makes a segment's file, of zeros without memory: a descriptor that the caller closes at once, or -errno. */
int bp_spool_segment(uint64_t stream, uint32_t number, uint64_t size);

/* Memory for all of it: 0 or -errno. */
long bp_spool_allocate(int fd, uint64_t size);

/* Gives a segment's file the name of another; false when it is not there any more. */
bool bp_spool_rename(uint64_t stream, uint32_t number, uint64_t new_stream, uint32_t new_number);

void bp_spool_remove(uint64_t stream, uint32_t number);

#endif
