/* SPDX-License-Identifier: MIT */
/* A segment's file: its name, its size, its memory. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/uio.h>

#include "../../wire/wire.h"
#include "../guard/raw.h"
#include "../guard/text.h"
#include "quota.h"
#include "spool.h"

/* Beyond RLIMIT_FSIZE the kernel would send SIGXFSZ to the program for our file. */
static bool allowed(uint64_t size)
{
    struct rlimit limit;
    if (bp_raw_failed(bp_raw(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, &limit))) return false;
    return limit.rlim_cur >= size;
}

#define BLOCK 16384
#define BLOCKS 16 /* written by one system call; their list lies on the stack, which may be small */

static long write_zeros(int fd, uint64_t size)
{
    static char zeros[BLOCK];
    struct iovec blocks[BLOCKS];
    for (int i = 0; i < BLOCKS; i++)
        blocks[i] = (struct iovec){zeros, BLOCK};
    for (uint64_t at = 0; at < size; at += BLOCKS * BLOCK) {
        uint64_t rest = size - at < BLOCKS * BLOCK ? size - at : BLOCKS * BLOCK;
        long written = bp_raw(SYS_pwritev, fd, blocks, rest / BLOCK, at, 0);
        if (written != (long)rest) return bp_raw_failed(written) ? written : -ENOSPC;
    }
    return 0;
}

long bp_spool_allocate(int fd, uint64_t size)
{
    long result = bp_raw(SYS_fallocate, fd, 0, 0, size);
    return result == -EOPNOTSUPP ? write_zeros(fd, size) : result;
}

static void name_segment(char name[32], uint64_t stream, uint32_t number)
{
    struct bp_text text = bp_text(name, 32);
    bp_text_hex(&text, stream, 16);
    bp_text_add(&text, ".");
    bp_text_hex(&text, number, 8);
    bp_text_add(&text, ".seg");
}

static int make(int folder, const char *name, uint64_t size)
{
    if (!bp_quota_allows(folder, size)) return -ENOSPC;
    int fd = (int)bp_raw(SYS_openat, folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
    if (fd < 0) return fd;
    bp_raw(SYS_fchmod, fd, 0600);
    long error = bp_raw(SYS_ftruncate, fd, size);
    if (!bp_raw_failed(error)) return fd;
    bp_raw(SYS_close, fd);
    bp_raw(SYS_unlinkat, folder, name, 0);
    return (int)error;
}

int bp_spool_segment(uint64_t stream, uint32_t number, uint64_t size)
{
    if (!allowed(size)) return -EFBIG;
    char name[32];
    name_segment(name, stream, number);
    struct bp_spool spool = bp_spool_enter();
    int fd = spool.folder < 0 ? spool.folder : make(spool.folder, name, size);
    bp_spool_leave(spool);
    return fd;
}

bool bp_spool_rename(uint64_t stream, uint32_t number, uint64_t new_stream, uint32_t new_number)
{
    char from[32], to[32];
    name_segment(from, stream, number);
    name_segment(to, new_stream, new_number);
    return !bp_raw_failed(bp_spool_move(from, to));
}

void bp_spool_remove(uint64_t stream, uint32_t number)
{
    char name[32];
    name_segment(name, stream, number);
    struct bp_spool spool = bp_spool_enter();
    if (spool.folder >= 0) bp_raw(SYS_unlinkat, spool.folder, name, 0);
    bp_spool_leave(spool);
}
