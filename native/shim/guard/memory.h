/* SPDX-License-Identifier: MIT */
/* Mappings of our own. Under the thread sanitizer libc makes them, or it would take a reused address for a shared one.
 */
#ifndef BP_MEMORY_H
#define BP_MEMORY_H

#include <stddef.h>
#include <sys/mman.h>

#include "raw.h"

/* Maps `size` bytes, or NULL. */
static inline void *bp_map(size_t size, int protection, int flags, int fd)
{
#ifdef __SANITIZE_THREAD__
    void *room = mmap(NULL, size, protection, flags, fd, 0);
    return room == MAP_FAILED ? NULL : room;
#else
    long room = bp_raw(SYS_mmap, 0, size, protection, flags, fd, 0);
    return bp_raw_failed(room) ? NULL : (void *)room;
#endif
}

static inline void *bp_map_private(size_t size)
{
    return bp_map(size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
}

static inline void bp_unmap(void *room, size_t size)
{
#ifdef __SANITIZE_THREAD__
    munmap(room, size);
#else
    bp_raw(SYS_munmap, room, size);
#endif
}

#endif
