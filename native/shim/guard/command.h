/* SPDX-License-Identifier: MIT */
/*
 * libc starts the shells of system and popen with the program's environment as it is. Where the program has taken the
 * shim out of that, the command itself brings it along: a shell that exports it and executes the shell that was asked
 * for.
 */
#ifndef BP_COMMAND_H
#define BP_COMMAND_H

#include <stddef.h>

struct bp_command {
    const char *text; /* to be run */
    void *room;       /* its memory; NULL: the text as it was given */
    size_t size;
};

/* For `command` under the calling process's environment. */
struct bp_command bp_command(const char *command);

/* Of a struct bp_command, also when the thread is cancelled: for pthread_cleanup_push. */
void bp_command_free(void *command);

#endif
