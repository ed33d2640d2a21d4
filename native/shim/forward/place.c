/* SPDX-License-Identifier: MIT */
/* Calls after which the spool's path may lead elsewhere or be out of reach. Its folder is held open across them, and
 * from then on where that was so. */
#include <grp.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <unistd.h>

#include "../channel/identify.h"
#include "../guard/real.h"
#include "../record/process.h"
#include "../record/record.h"
#include "../record/spool.h"

/* What is read later must be read now. */
static bool leaves(void)
{
    bp_services_read();
    bp_process_moves();
    return bp_spool_keep();
}

/* A vfork child has descriptors of its own, and its parent must not be told of them. */
#define BP_PLACE(name, parameters, arguments)                                                                          \
    BP_REAL(int, name, BP_LIST parameters);                                                                            \
    BP_EXPORT int name parameters                                                                                      \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        bool kept = bp_recording() && leaves();                                                                        \
        int result = real_##name arguments;                                                                            \
        if (kept) bp_spool_settle();                                                                                   \
        return result;                                                                                                 \
    }
#define BP_LIST(...) __VA_ARGS__

int pivot_root(const char *root, const char *old);
int capset(void *head, void *data);

BP_PLACE(chroot, (const char *path), (path))
BP_PLACE(pivot_root, (const char *root, const char *old), (root, old))
BP_PLACE(unshare, (int flags), (flags))
BP_PLACE(setns, (int fd, int type), (fd, type))
BP_PLACE(mount, (const char *what, const char *where, const char *type, unsigned long flags, const void *data),
         (what, where, type, flags, data))
BP_PLACE(umount, (const char *where), (where))
BP_PLACE(umount2, (const char *where, int flags), (where, flags))

BP_PLACE(setuid, (uid_t user), (user))
BP_PLACE(seteuid, (uid_t user), (user))
BP_PLACE(setreuid, (uid_t real, uid_t effective), (real, effective))
BP_PLACE(setresuid, (uid_t real, uid_t effective, uid_t saved), (real, effective, saved))
BP_PLACE(setfsuid, (uid_t user), (user))
BP_PLACE(setgid, (gid_t group), (group))
BP_PLACE(setegid, (gid_t group), (group))
BP_PLACE(setregid, (gid_t real, gid_t effective), (real, effective))
BP_PLACE(setresgid, (gid_t real, gid_t effective, gid_t saved), (real, effective, saved))
BP_PLACE(setfsgid, (gid_t group), (group))
BP_PLACE(setgroups, (size_t count, const gid_t *groups), (count, groups))
BP_PLACE(capset, (void *head, void *data), (head, data))
