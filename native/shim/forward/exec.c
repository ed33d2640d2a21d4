/* SPDX-License-Identifier: MIT */
/*
 * Recorded before the call, because nothing comes after it; recorded once more when it fails. A vfork child records
 * nothing, but it too executes with the shim in the environment.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "../channel/share.h"
#include "../guard/environment.h"
#include "../guard/readable.h"
#include "../guard/real.h"
#include "../guard/self.h"
#include "../isolate/handover.h"
#include "program.h"

typedef char *const *texts;

BP_REAL(int, execve, const char *, texts, texts);
BP_REAL(int, execvpe, const char *, texts, texts);
BP_REAL(int, fexecve, int, texts, texts);
BP_REAL(int, execveat, int, const char *, texts, texts, int);

/* What to say of the call before and after it. */
struct execution {
    struct bp_call_facts facts;
    const char *path;
    texts arguments;
    bool recorded;
};

/* Whoever got here by a system call of his own (vfork, clone) is told from the thread whose memory he uses by its tid.
 */
static struct execution begin(uint16_t call, int fd, const char *path, texts arguments)
{
    struct execution execution = {.facts = {.call = call, .fd = fd}, .path = path, .arguments = arguments};
    execution.recorded = bp_recording() && bp_self_owned(bp_self);
    if (!execution.recorded) return execution;
    execution.facts.begin = bp_now();
    bp_record_program(&execution.facts, path, arguments);
    bp_record_cost();
    bp_shares_exec();
    bp_hand_over_exec();
    return execution;
}

static int failed(struct execution *execution, int result)
{
    int error = errno;
    execution->facts.result = result;
    execution->facts.error = error;
    if (execution->recorded) {
        bp_shares_exec_failed();
        bp_take_over_exec();
        bp_record_program(&execution->facts, execution->path, execution->arguments);
    }
    errno = error;
    return result;
}

BP_EXPORT int execve(const char *path, texts arguments, texts environment)
{
    BP_RESOLVE(execve);
    struct execution execution = begin(BP_CALL_execve, -1, path, arguments);
    texts with_us = BP_ENVIRONMENT(bp_target_at(AT_FDCWD, path), environment);
    return failed(&execution, real_execve(path, arguments, with_us));
}

BP_EXPORT int execv(const char *path, texts arguments)
{
    return execve(path, arguments, environ);
}

BP_EXPORT int execvpe(const char *file, texts arguments, texts environment)
{
    BP_RESOLVE(execvpe);
    struct execution execution = begin(BP_CALL_execvp, -1, file, arguments);
    texts with_us = BP_ENVIRONMENT(bp_target_named(file), environment);
    return failed(&execution, real_execvpe(file, arguments, with_us));
}

BP_EXPORT int execvp(const char *file, texts arguments)
{
    return execvpe(file, arguments, environ);
}

BP_EXPORT int fexecve(int fd, texts arguments, texts environment)
{
    BP_RESOLVE(fexecve);
    struct execution execution = begin(BP_CALL_fexecve, fd, "", arguments);
    /* libc refuses to go without one here. */
    texts with_us = environment ? BP_ENVIRONMENT(bp_target_open(fd), environment) : NULL;
    return failed(&execution, real_fexecve(fd, arguments, with_us));
}

static enum bp_target target_from(int folder, const char *path, int flags)
{
    bool itself = (flags & AT_EMPTY_PATH) && bp_readable_text(path) && !*path;
    return itself ? bp_target_open(folder) : bp_target_at(folder, path);
}

BP_EXPORT int execveat(int folder, const char *path, texts arguments, texts environment, int flags)
{
    BP_RESOLVE(execveat);
    struct execution execution = begin(BP_CALL_fexecve, folder, path, arguments);
    texts with_us = BP_ENVIRONMENT(target_from(folder, path, flags), environment);
    return failed(&execution, real_execveat(folder, path, arguments, with_us, flags));
}
