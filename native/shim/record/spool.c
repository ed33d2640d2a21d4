/* SPDX-License-Identifier: MIT */
#include "spool.h"

#include <alloca.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "../guard/attend.h"
#include "../guard/hidden.h"
#include "../guard/raw.h"
#include "../guard/settings.h"
#include "../guard/text.h"
#include "arena.h"

/* What was found; never changed, so that any thread may read it while another finds a new one. */
struct place {
    dev_t device;
    ino_t inode;
    char path[];
};

static struct place *place;

static void add_safe(struct bp_text *text, const char *name)
{
    for (; *name; name++) {
        bool safe = (*name >= '0' && *name <= '9') || (*name >= 'a' && *name <= 'z') ||
                    (*name >= 'A' && *name <= 'Z') || *name == '.' || *name == '-';
        bp_text_character(text, safe ? *name : '_');
    }
}

static void name_folder(struct bp_text *text)
{
    const char *spool = bp_setting("LIBBTRACE_SPOOL");
    const char *host = bp_setting("LIBBTRACE_HOST");
    const char *port = bp_setting("LIBBTRACE_PORT");
    if (spool && *spool) {
        bp_text_add(text, spool);
        return;
    }
    bp_text_add(text, "/dev/shm/borderpatrol-");
    add_safe(text, host && *host ? host : "127.0.0.1");
    bp_text_add(text, "-");
    add_safe(text, port && *port ? port : "7070");
}

static int open_folder(const char *path, int flags)
{
    return (int)bp_raw(SYS_openat, AT_FDCWD, path, flags | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Everyone may put files into a spool, nobody may touch another's; the umask must not narrow that. */
static void make_folder(const char *path)
{
    if (bp_raw_failed(bp_raw(SYS_mkdirat, AT_FDCWD, path, 01777))) return;
    int fd = open_folder(path, O_RDONLY);
    if (fd < 0) return;
    bp_raw(SYS_fchmod, fd, 01777);
    bp_raw(SYS_close, fd);
}

static void remember(const char *path, const struct stat *facts)
{
    size_t size = strlen(path) + 1;
    struct place *found = bp_arena_take(sizeof *found + size);
    if (!found) return;
    found->device = facts->st_dev;
    found->inode = facts->st_ino;
    memcpy(found->path, path, size);
    __atomic_store_n(&place, found, __ATOMIC_RELEASE);
    bp_attend_soon();
}

static int take_folder(const char *path)
{
    struct stat facts;
    make_folder(path);
    int fd = open_folder(path, O_PATH);
    if (fd < 0) return fd;
    if (!bp_raw_failed(bp_raw(SYS_fstat, fd, &facts)) &&
        (facts.st_uid == 0 || facts.st_uid == (uid_t)bp_raw(SYS_geteuid))) {
        remember(path, &facts);
        return fd;
    }
    bp_raw(SYS_close, fd);
    return -EPERM;
}

/* One thread at a time; a child forked in the midst is not held up by what its parent was doing. */
static int find_folder(void)
{
    static int64_t finder;
    static char path[PATH_MAX];
    int64_t process = bp_raw(SYS_getpid), holder = __atomic_load_n(&finder, __ATOMIC_ACQUIRE);
    if (holder == process ||
        !__atomic_compare_exchange_n(&finder, &holder, process, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return -EAGAIN;
    struct bp_text text = bp_text(path, sizeof path);
    name_folder(&text);
    int fd = take_folder(path);
    if (fd < 0) {
        bp_text_add(&text, "-");
        bp_text_decimal(&text, (uint64_t)bp_raw(SYS_geteuid));
        fd = take_folder(path);
    }
    __atomic_store_n(&finder, 0, __ATOMIC_RELEASE);
    return fd;
}

/* Whether `fd` is the folder that was found: by now its path may lead elsewhere, and a kept number may be the
 * program's. */
static bool is_place(int fd, bool *stands)
{
    struct stat now;
    const struct place *known = __atomic_load_n(&place, __ATOMIC_ACQUIRE);
    bool same = known && !bp_raw_failed(bp_raw(SYS_fstat, fd, &now)) && now.st_dev == known->device &&
                now.st_ino == known->inode;
    *stands = same && now.st_nlink > 0;
    return same;
}

static int kept_folder(void)
{
    int fd = __atomic_load_n(&bp_hidden[BP_HIDDEN_SPOOL].fd, __ATOMIC_RELAXED);
    bool stands;
    if (fd < 0) return -ENOENT;
    bool same = is_place(fd, &stands);
    if (stands) return fd;
    bp_fd_drop(BP_HIDDEN_SPOOL, same);
    return -ENOENT;
}

static int folder_by_path(void)
{
    const struct place *known = __atomic_load_n(&place, __ATOMIC_ACQUIRE);
    int fd = known ? open_folder(known->path, O_PATH) : -ENOENT;
    bool stands;
    if (fd < 0) return fd;
    is_place(fd, &stands);
    if (stands) return fd;
    bp_raw(SYS_close, fd);
    return -ENOENT;
}

struct bp_spool bp_spool_enter(void)
{
    int fd = kept_folder();
    if (fd >= 0) return (struct bp_spool){fd, false};
    fd = folder_by_path();
    if (fd < 0 && fd != -EMFILE && fd != -ENFILE) fd = find_folder();
    return (struct bp_spool){fd, true};
}

void bp_spool_leave(struct bp_spool spool)
{
    if (spool.folder >= 0 && spool.passing) bp_raw(SYS_close, spool.folder);
}

bool bp_spool_open(void)
{
    struct bp_spool spool = bp_spool_enter();
    bp_spool_leave(spool);
    return spool.folder >= 0;
}

bool bp_spool_keep(void)
{
    struct bp_spool spool = bp_spool_enter();
    return spool.folder >= 0 && (!spool.passing || bp_fd_hide(BP_HIDDEN_SPOOL, spool.folder));
}

void bp_spool_settle(void)
{
    int kept = kept_folder(), fd = kept < 0 ? -ENOENT : folder_by_path();
    if (fd < 0) return;
    bp_fd_drop(BP_HIDDEN_SPOOL, true);
    bp_raw(SYS_close, fd);
}

const char *bp_spool_path(void)
{
    const struct place *known = __atomic_load_n(&place, __ATOMIC_ACQUIRE);
    return known ? known->path : "";
}

int bp_spool_file(const char *name, int flags)
{
    struct bp_spool spool = bp_spool_enter();
    if (spool.folder < 0) return spool.folder;
    int fd = (int)bp_raw(SYS_openat, spool.folder, name, flags | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY, 0600);
    bp_spool_leave(spool);
    return fd;
}

static const char *joined(char *room, size_t size, const char *folder, const char *name)
{
    struct bp_text text = bp_text(room, size);
    bp_text_add(&text, folder);
    bp_text_character(&text, '/');
    bp_text_add(&text, name);
    return room;
}

long bp_spool_move(const char *from, const char *to)
{
    int kept = kept_folder();
    if (kept >= 0) return bp_raw(SYS_renameat2, kept, from, kept, to, 0);
    const char *path = bp_spool_path();
    size_t size = strlen(path) + strlen(from) + strlen(to) + 2;
    const char *old = joined(alloca(size), size, path, from), *new = joined(alloca(size), size, path, to);
    return bp_raw(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, new, 0);
}
