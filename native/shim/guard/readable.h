/* SPDX-License-Identifier: MIT */
/* Whether memory that a program passed to a call can be read: the kernel answers an error where reading it would kill
 * us. */
#ifndef BP_READABLE_H
#define BP_READABLE_H

#include <stdbool.h>
#include <stddef.h>

/* Memory of any kind. */
bool bp_readable(const void *memory, size_t size);

/* A NUL-terminated text. */
bool bp_readable_text(const char *text);

/* A NULL-terminated list of such texts, or NULL. */
bool bp_readable_list(char *const *list);

#endif
