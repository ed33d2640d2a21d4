/* SPDX-License-Identifier: MIT */
#include "switch.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "../record/spool.h"
#include "memory.h"
#include "raw.h"
#include "text.h"

static struct bp_switch own; /* of this process alone, while it has no page */
struct bp_switch *bp_switch = &own;

static long user = -1;
static dev_t device;
static ino_t inode;

/* Another user's file could shrink under the mapping, and reading it would kill the program. */
static bool trusted(int fd, struct stat *about)
{
    return !bp_raw_failed(bp_raw(SYS_fstat, fd, about)) && S_ISREG(about->st_mode) && (long)about->st_uid == user;
}

/* Beyond RLIMIT_FSIZE the kernel would send SIGXFSZ to the program for our file. */
static bool long_enough(int fd)
{
    struct stat about;
    struct rlimit limit;
    if (!bp_raw_failed(bp_raw(SYS_fstat, fd, &about)) && about.st_size >= BP_SWITCH_SIZE) return true;
    return !bp_raw_failed(bp_raw(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, &limit)) && limit.rlim_cur >= BP_SWITCH_SIZE &&
           !bp_raw_failed(bp_raw(SYS_fallocate, fd, 0, 0, BP_SWITCH_SIZE));
}

/* In the old page's place, which other threads are reading. */
static struct bp_switch *map_page(int fd)
{
    if (!long_enough(fd)) return NULL;
    if (bp_switch == &own) return bp_map(BP_SWITCH_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd);
    long room = bp_raw(SYS_mmap, bp_switch, BP_SWITCH_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
    return bp_raw_failed(room) ? NULL : bp_switch;
}

static void take(int fd)
{
    struct stat about;
    if (!trusted(fd, &about)) return;
    if (bp_switch != &own && about.st_dev == device && about.st_ino == inode) return;
    struct bp_switch *page = map_page(fd);
    if (!page) return;
    device = about.st_dev;
    inode = about.st_ino;
    if (bp_switch == page) return;
    __atomic_add_fetch(&page->unrecorded, __atomic_exchange_n(&own.unrecorded, 0, __ATOMIC_RELAXED), __ATOMIC_RELAXED);
    __atomic_store_n(&bp_switch, page, __ATOMIC_RELEASE);
}

void bp_switch_open(void)
{
    char name[32];
    long now = bp_raw(SYS_geteuid);
    if (user < 0) user = now;
    if (now != user) return;
    struct bp_text text = bp_text(name, sizeof name);
    bp_text_add(&text, "switch.");
    bp_text_decimal(&text, (uint64_t)user);
    int fd = bp_spool_file(name, O_RDWR | O_CREAT);
    if (fd < 0) return;
    take(fd);
    bp_raw(SYS_close, fd);
}
