/* SPDX-License-Identifier: MIT */
#include "forwarder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "../record/spool.h"
#include "apart.h"
#include "memory.h"
#include "raw.h"
#include "real.h"
#include "settings.h"
#include "text.h"

#define STACK_SIZE 65536

BP_REAL(int, clone, int (*)(void *), void *, int, void *, ...);

struct launch {
    const char *program;
    char *stack; /* of the forwarder until it is a program of its own */
    bool stays;  /* the process between waits for the forwarder's end, or it would become the program's child */
    char *environment[BP_SETTINGS_MAX + 2];
};

static bool find_program(char path[PATH_MAX])
{
    struct bp_text text = bp_text(path, PATH_MAX);
    bp_text_add(&text, bp_library_path());
    char *slash = strrchr(path, '/');
    if (!slash) return false;
    slash[1] = 0;
    text.length = (size_t)(slash + 1 - path);
    bp_text_add(&text, "bplogd");
    return !bp_raw_failed(bp_raw(SYS_faccessat, AT_FDCWD, path, 1));
}

/* 1 when the lock is free, 0 when it is taken, else -errno. */
static long try_lock(void *unused)
{
    (void)unused;
    char name[48];
    struct bp_text text = bp_text(name, sizeof name);
    bp_text_add(&text, "forwarder.");
    bp_text_decimal(&text, (uint64_t)bp_raw(SYS_geteuid));
    bp_text_add(&text, ".lock");
    int fd = bp_spool_file(name, O_RDWR | O_CREAT);
    if (fd < 0) return fd; /* a forwarder could not do more than we */
    bool nobody = !bp_raw_failed(bp_raw(SYS_flock, fd, LOCK_SH | LOCK_NB));
    /* A child that another thread forks now must not keep the lock alive. */
    if (nobody) bp_raw(SYS_flock, fd, LOCK_UN);
    bp_raw(SYS_close, fd);
    return nobody;
}

/* The forwarder holds the lock while it lives. A second one started by mistake finds it taken and leaves. */
static bool nobody_forwards(void)
{
    return bp_apart(try_lock, NULL) == 1;
}

/* Nothing of the program may be kept alive by the forwarder: no pipe, no terminal, no folder. */
static void let_go(void)
{
    bp_raw(SYS_setsid);
    bp_raw(SYS_chdir, "/");
    long null = bp_raw(SYS_openat, AT_FDCWD, "/dev/null", O_RDWR);
    for (int fd = 0; fd < 3; fd++)
        if (bp_raw_failed(null))
            bp_raw(SYS_close, fd);
        else if (fd != null)
            bp_raw(SYS_dup3, null, fd, 0);
    if (bp_raw(SYS_close_range, 3, ~0u, 0) == 0) return;
    for (int fd = 3; fd < 65536; fd++)
        bp_raw(SYS_close, fd);
}

/* What exec would hand on from the program: ignored and blocked signals, a real-time schedule. */
static void be_ordinary(void)
{
    struct {
        void *handler;
        unsigned long flags;
        void *restorer;
        uint64_t mask;
    } ordinary = {0};
    for (int signal = 1; signal <= 64; signal++)
        bp_raw(SYS_rt_sigaction, signal, &ordinary, 0, sizeof ordinary.mask);
    bp_raw(SYS_rt_sigprocmask, SIG_SETMASK, &ordinary.mask, 0, sizeof ordinary.mask);
    struct sched_param priority = {0};
    bp_raw(SYS_sched_setscheduler, 0, SCHED_OTHER, &priority);
}

static int run(void *argument)
{
    struct launch *launch = argument;
    char *arguments[] = {"bplogd", "forward", NULL};
    be_ordinary();
    bp_raw(SYS_execve, launch->program, arguments, launch->environment);
    bp_raw(SYS_exit_group, 127);
    return 127;
}

static int between(void *argument)
{
    struct launch *launch = argument;
    let_go();
    int forwarder = real_clone(run, launch->stack + STACK_SIZE, CLONE_VM | CLONE_VFORK, launch);
    if (launch->stays && forwarder > 0) bp_raw(SYS_wait4, forwarder, 0, __WALL, 0);
    bp_raw(SYS_exit_group, 0);
    return 0;
}

/* Orphans go to such a process: as its children, with a SIGCHLD at their end. */
static bool adopts_orphans(void)
{
    int reaper = 0;
    bp_raw(SYS_prctl, PR_GET_CHILD_SUBREAPER, &reaper, 0, 0, 0);
    return reaper != 0 || bp_raw(SYS_getpid) == 1;
}

static void launch_forwarder(struct launch *launch, char *stacks)
{
    launch->stack = stacks;
    launch->stays = adopts_orphans();
    if (launch->stays) {
        if (bp_raw(SYS_clone, 0, 0, 0, 0, 0) == 0) between(launch);
        return;
    }
    int child = real_clone(between, stacks + 2 * STACK_SIZE, CLONE_VM | CLONE_VFORK, launch);
    if (child > 0) bp_raw(SYS_wait4, child, 0, __WCLONE, 0);
}

static void start(void)
{
    static char program[PATH_MAX], spool[PATH_MAX + 20]; /* one caller at a time; a small stack must do for it */
    if (!find_program(program)) return;
    BP_RESOLVE(clone);
    struct launch launch = {.program = program};
    struct bp_text text = bp_text(spool, sizeof spool);
    bp_text_add(&text, "LIBBTRACE_SPOOL=");
    size_t name = text.length;
    bp_text_add(&text, bp_spool_path());
    size_t count = 0;
    launch.environment[count++] = spool;
    for (size_t i = 0; bp_setting_entry(i); i++)
        if (strncmp(bp_setting_entry(i), spool, name) != 0) launch.environment[count++] = (char *)bp_setting_entry(i);
    int error = errno;
    char *stacks = bp_map_private(2 * STACK_SIZE);
    if (!stacks) return;
    launch_forwarder(&launch, stacks);
    bp_unmap(stacks, 2 * STACK_SIZE);
    errno = error;
}

bool bp_forwarder_start(void)
{
    if (!nobody_forwards()) return true;
    start();
    return false;
}
