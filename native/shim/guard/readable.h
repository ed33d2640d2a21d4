/* SPDX-License-Identifier: MIT */
/* Whether memory that a program passed to exec can be read: the kernel answers EFAULT where reading it would kill us.
 */
#ifndef BP_READABLE_H
#define BP_READABLE_H

#include <stdbool.h>

/* A NUL-terminated text. */
bool bp_readable_text(const char *text);

/* A NULL-terminated list of such texts, or NULL. */
bool bp_readable_list(char *const *list);

#endif
