/* SPDX-License-Identifier: MIT */
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "../guard/hidden.h"
#include "../guard/raw.h"
#include "../guard/settings.h"
#include "../guard/text.h"
#include "quota.h"

static char path[PATH_MAX];
static struct stat identity;

static void add_safe(struct bp_text *text, const char *name)
{
    for (; *name; name++) {
        bool safe = (*name >= '0' && *name <= '9') || (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') ||
                    *name == '.' || *name == '-';
        bp_text_character(text, safe ? *name : '_');
    }
}

static struct bp_text name_folder(void)
{
    struct bp_text text = bp_text(path, sizeof path);
    const char *spool = bp_setting("LIBBTRACE_SPOOL");
    const char *host = bp_setting("LIBBTRACE_HOST");
    const char *port = bp_setting("LIBBTRACE_PORT");
    if (spool && *spool) {
        bp_text_add(&text, spool);
        return text;
    }
    bp_text_add(&text, "/dev/shm/borderpatrol-");
    add_safe(&text, host && *host ? host : "127.0.0.1");
    bp_text_add(&text, "-");
    add_safe(&text, port && *port ? port : "7070");
    return text;
}

static int folder(void)
{
    return __atomic_load_n(&bp_hidden[BP_HIDDEN_SPOOL], __ATOMIC_RELAXED);
}

/* Everyone may put files into a spool, nobody may touch another's; the umask must not narrow that. */
static void make_folder(void)
{
    if (bp_raw_failed(bp_raw(SYS_mkdirat, AT_FDCWD, path, 01777))) return;
    long fd = bp_raw(SYS_openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (bp_raw_failed(fd)) return;
    bp_raw(SYS_fchmod, fd, 01777);
    bp_raw(SYS_close, fd);
}

static bool take_folder(void)
{
    make_folder();
    long fd = bp_raw(SYS_openat, AT_FDCWD, path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (bp_raw_failed(fd)) return false;
    if (!bp_raw_failed(bp_raw(SYS_fstat, fd, &identity)) &&
        (identity.st_uid == 0 || identity.st_uid == (uid_t)bp_raw(SYS_geteuid)))
        return bp_fd_hide(BP_HIDDEN_SPOOL, (int)fd);
    bp_raw(SYS_close, fd);
    return false;
}

/* A program that closes descriptors by system calls of its own may have taken the number for a file of its own. */
static bool still_there(void)
{
    struct stat now;
    if (folder() < 0) return false;
    bool ours = !bp_raw_failed(bp_raw(SYS_fstat, folder(), &now)) && now.st_dev == identity.st_dev &&
                now.st_ino == identity.st_ino;
    if (ours && now.st_nlink > 0) return true;
    bp_fd_drop(BP_HIDDEN_SPOOL, ours);
    return false;
}

bool bp_spool_open(void)
{
    if (still_there()) return true;
    struct bp_text text = name_folder();
    if (take_folder()) return true;
    bp_text_add(&text, "-");
    bp_text_decimal(&text, (uint64_t)bp_raw(SYS_geteuid));
    return take_folder();
}

const char *bp_spool_path(void)
{
    return path;
}

int bp_spool_file(const char *name, int flags)
{
    if (!bp_spool_open()) return -ENOENT;
    return (int)bp_raw(SYS_openat, folder(), name, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
}

/* Beyond RLIMIT_FSIZE the kernel would send SIGXFSZ to the program for our file. */
static bool allowed(uint64_t size)
{
    struct rlimit limit;
    if (bp_raw_failed(bp_raw(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, &limit))) return false;
    return limit.rlim_cur >= size;
}

/* Bytes that are not there when the mapping is written would kill the program with SIGBUS. */
static long allocate(int fd, uint64_t size)
{
    static const char zeros[4096];
    long result = bp_raw(SYS_fallocate, fd, 0, 0, size);
    if (result != -EOPNOTSUPP) return result;
    for (uint64_t at = 0; at < size; at += sizeof zeros) {
        result = bp_raw(SYS_pwrite64, fd, zeros, sizeof zeros, at);
        if (result != sizeof zeros) return bp_raw_failed(result) ? result : -ENOSPC;
    }
    return 0;
}

static void name_segment(char name[32], uint64_t stream, uint32_t number)
{
    struct bp_text text = bp_text(name, 32);
    bp_text_hex(&text, stream, 16);
    bp_text_add(&text, ".");
    bp_text_hex(&text, number, 8);
    bp_text_add(&text, ".seg");
}

int bp_spool_segment(uint64_t stream, uint32_t number, uint64_t size)
{
    if (!allowed(size)) return -EFBIG;
    if (!bp_spool_open() || !bp_quota_allows(folder(), size)) return -ENOSPC;
    char name[32];
    name_segment(name, stream, number);
    int fd = bp_spool_file(name, O_RDWR | O_CREAT | O_EXCL);
    if (fd < 0) return fd;
    bp_raw(SYS_fchmod, fd, 0600);
    long error = allocate(fd, size);
    if (!bp_raw_failed(error)) return fd;
    bp_raw(SYS_close, fd);
    bp_spool_remove(stream, number);
    return (int)error;
}

void bp_spool_remove(uint64_t stream, uint32_t number)
{
    char name[32];
    name_segment(name, stream, number);
    bp_raw(SYS_unlinkat, folder(), name, 0);
}
