/* SPDX-License-Identifier: MIT */
#include "apart.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/stat.h>

#include "hidden.h"
#include "memory.h"
#include "raw.h"
#include "real.h"
#include "signals.h"
#include "threaded.h"

#define STACK_SIZE 65536

bool bp_table_shared;

BP_REAL(int, clone, int (*)(void *), void *, int, void *, ...);

/* Part of what valgrind loads into a program; it ends one that clones a thread by itself. */
extern char _vgnU_freeres __attribute__((weak));

struct task {
    long (*work)(void *);
    void *argument;
    long result;
};

/*
 * A process has a link to its folder of tasks for each of them, besides the two that every folder has. The thread
 * sanitizer takes every clone for a fork, after which it suffers no threads.
 */
static bool alone(void)
{
#ifdef __SANITIZE_THREAD__
    return true;
#endif
    struct stat tasks;
    /* What /proc says costs a new process more than all that is done here. */
    if (!bp_threaded() && !bp_table_shared) return true;
    return !bp_raw_failed(bp_raw(SYS_newfstatat, AT_FDCWD, "/proc/self/task", &tasks, 0)) && tasks.st_nlink == 3;
}

/*
 * What is closed while a table is copied is left out of the copy, so nothing of the program's is held, not even for a
 * moment. The spool stays where it is kept open.
 */
static bool leave_table(void)
{
    unsigned kept = (unsigned)__atomic_load_n(&bp_hidden[BP_HIDDEN_SPOOL].fd, __ATOMIC_RELAXED);
    long left = bp_raw(SYS_close_range, 0, kept - 1, CLOSE_RANGE_UNSHARE);
    if (bp_raw_failed(left)) return !bp_raw_failed(bp_raw(SYS_unshare, CLONE_FILES));
    if (kept != ~0u) bp_raw(SYS_close_range, kept + 1, ~0u, 0);
    return true;
}

static int run(void *memory)
{
    struct task *task = memory;
    task->result = leave_table() ? task->work(task->argument) : -EMFILE;
    bp_raw(SYS_exit, 0);
    return 0;
}

/* A thread to the kernel, so that the program has no child to wait for; its creator stands still until it ends. */
static bool run_apart(struct task *task)
{
    const int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_VFORK;
    char *stack = &_vgnU_freeres ? NULL : bp_map_private(STACK_SIZE);
    if (!stack) return false;
    int error = errno;
    bool ran = real_clone(run, stack + STACK_SIZE, flags, task) >= 0;
    bp_unmap(stack, STACK_SIZE);
    errno = error;
    return ran;
}

long bp_apart(long (*work)(void *), void *argument)
{
    BP_RESOLVE(clone);
    struct task task = {work, argument, -EMFILE};
    uint64_t signals = bp_signals_block();
    bool by_itself = alone();
    if (by_itself) task.result = work(argument);
    if (task.result == -EMFILE && !run_apart(&task) && !by_itself) task.result = work(argument);
    bp_signals_restore(signals);
    return task.result;
}
