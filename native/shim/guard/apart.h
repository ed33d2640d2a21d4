/* SPDX-License-Identifier: MIT */
/*
 * Descriptors that the program cannot meet. While the shim opens a file, its number is taken for a moment: another
 * thread's `close(0); open(..)` would not get 0, and a program at its limit would be refused. So where there are other
 * threads, or no number is left, such work is done by a short-lived task with a table of its own.
 */
#ifndef BP_APART_H
#define BP_APART_H

#include <stdbool.h>

/* Set where the program makes a task of its own that may share its descriptors: libc does not know of it. */
extern bool bp_table_shared;

/*
 * Runs `work` to its end, in the caller's memory, and returns its answer; -EMFILE asks for another try on an empty
 * table. `work` makes raw system calls only and keeps no descriptor; on the other table it finds none of the program's.
 */
long bp_apart(long (*work)(void *), void *argument);

#endif
