/* SPDX-License-Identifier: MIT */
/* Small answers from /proc, read without libc. */
#ifndef BP_PROCFS_H
#define BP_PROCFS_H

#include <stddef.h>
#include <stdint.h>

/* Content of a file, cut at room - 1, NUL-terminated: its length, 0 when it cannot be read. */
size_t bp_procfs_read(const char *path, char *text, size_t room);

/* Target of a link, cut at room - 1, NUL-terminated: its length, 0 when it cannot be read. */
size_t bp_procfs_link(const char *path, char *text, size_t room);

/* Stores the running kernel's identity, or an inode of a namespace link; stores nothing when it cannot be read. */
void bp_procfs_boot_id(uint64_t id[2]);
void bp_procfs_namespace(const char *path, uint64_t *inode);

/* When this process began, in clock ticks after boot; 0 when it cannot be read. */
uint64_t bp_procfs_start(void);

#endif
