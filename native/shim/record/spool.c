/* SPDX-License-Identifier: MIT */
#include "spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "../guard/hidden.h"
#include "../guard/raw.h"
#include "../guard/settings.h"
#include "../guard/text.h"

static char path[PATH_MAX];
static struct stat identity;

static void add_safe(struct bp_text *text, const char *name)
{
    for (; *name; name++) {
        bool safe = (*name >= '0' && *name <= '9') || (*name >= 'a' && *name <= 'z') ||
                    (*name >= 'A' && *name <= 'Z') || *name == '.' || *name == '-';
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
static bool folder_is_ours(struct stat *now)
{
    return folder() >= 0 && !bp_raw_failed(bp_raw(SYS_fstat, folder(), now)) && now->st_dev == identity.st_dev &&
           now->st_ino == identity.st_ino;
}

static bool folder_stands(void)
{
    struct stat now;
    return folder_is_ours(&now) && now.st_nlink > 0;
}

static void leave_folder(void)
{
    struct stat now;
    bp_fd_drop(BP_HIDDEN_SPOOL, folder_is_ours(&now));
}

static bool open_folder(void)
{
    struct bp_text text = name_folder();
    if (take_folder()) return true;
    bp_text_add(&text, "-");
    bp_text_decimal(&text, (uint64_t)bp_raw(SYS_geteuid));
    return take_folder();
}

/* One thread at a time; a child forked in the midst is not held up by what its parent was doing. */
bool bp_spool_open(void)
{
    static int64_t opener;
    int64_t process = bp_raw(SYS_getpid), holder = __atomic_load_n(&opener, __ATOMIC_ACQUIRE);
    if (folder_stands()) return true;
    if (holder == process ||
        !__atomic_compare_exchange_n(&opener, &holder, process, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return false;
    leave_folder();
    bool opened = open_folder();
    __atomic_store_n(&opener, 0, __ATOMIC_RELEASE);
    return opened;
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
