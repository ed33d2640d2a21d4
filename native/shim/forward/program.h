/* SPDX-License-Identifier: MIT */
/* The CALL record of a call that executes a program: its path and arguments as text. */
#ifndef BP_PROGRAM_H
#define BP_PROGRAM_H

#include <stdint.h>

#include "../record/record.h"

/* `facts` without text. */
void bp_record_program(const struct bp_call_facts *facts, const char *path, char *const *arguments);

#endif
