/* SPDX-License-Identifier: MIT */
/*
 * The LIBBTRACE_* variables as they stood when the image began, in memory of our own: programs overwrite, replace and
 * free their environment.
 */
#ifndef BP_SETTINGS_H
#define BP_SETTINGS_H

#include <stddef.h>

#define BP_SETTINGS_MAX 16

/* Copies the variables; once an image. */
void bp_settings_read(void);

/* The value of a variable, NULL when it is not set: bp_setting("LIBBTRACE_TEXT"). */
const char *bp_setting(const char *name);

/* The n-th NAME=value, NULL behind the last. */
const char *bp_setting_entry(size_t n);

/* Absolute path of the shim: LIBBTRACE_PATH, else where the loader found it. Empty when unknown. */
const char *bp_library_path(void);

#endif
