/* SPDX-License-Identifier: MIT */
#include "switch.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "../record/spool.h"
#include "memory.h"
#include "raw.h"
#include "text.h"

#define SWITCH_SIZE 4096

static const uint32_t always_on;
const uint32_t *bp_switch_word = &always_on;

/* Another user's file could shrink under the mapping, and reading it would kill the program. */
static bool trusted(int fd, long uid)
{
    struct stat about;
    return !bp_raw_failed(bp_raw(SYS_fstat, fd, &about)) && S_ISREG(about.st_mode) && (long)about.st_uid == uid;
}

/* Beyond RLIMIT_FSIZE the kernel would send SIGXFSZ to the program for our file. */
static bool long_enough(int fd)
{
    struct stat about;
    struct rlimit limit;
    if (!bp_raw_failed(bp_raw(SYS_fstat, fd, &about)) && about.st_size >= SWITCH_SIZE) return true;
    return !bp_raw_failed(bp_raw(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, &limit)) && limit.rlim_cur >= SWITCH_SIZE &&
           !bp_raw_failed(bp_raw(SYS_fallocate, fd, 0, 0, SWITCH_SIZE));
}

void bp_switch_open(void)
{
    if (bp_switch_word != &always_on) return;
    char name[32];
    long uid = bp_raw(SYS_geteuid);
    struct bp_text text = bp_text(name, sizeof name);
    bp_text_add(&text, "switch.");
    bp_text_decimal(&text, (uint64_t)uid);
    int fd = bp_spool_file(name, O_RDWR | O_CREAT);
    if (fd < 0) return;
    if (trusted(fd, uid) && long_enough(fd)) {
        const uint32_t *page = bp_map(SWITCH_SIZE, PROT_READ, MAP_SHARED, fd);
        if (page) bp_switch_word = page;
    }
    bp_raw(SYS_close, fd);
}
