/* SPDX-License-Identifier: MIT */
/* Forks that libc makes by itself: forkpty, and daemon, whose parent never comes back. */
#include <pty.h>
#include <unistd.h>

#include "../guard/raw.h"
#include "../guard/self.h"
#include "close.h"
#include "fork.h"
#include "observe.h"

BP_REAL(pid_t, forkpty, int *, char *, const struct termios *, const struct winsize *);
BP_REAL(int, daemon, int, int);

/* libc has put other files behind the standard descriptors. */
static void forget_standard(void)
{
    for (int fd = 0; fd <= 2; fd++)
        bp_channel_end(bp_channel_detach(fd), bp_now());
}

/* Recorded as a fork, with the terminal's end as its descriptor. */
BP_EXPORT pid_t forkpty(int *terminal, char *name, const struct termios *settings, const struct winsize *size)
{
    BP_RESOLVE(forkpty);
    struct bp_forking forking;
    if (!bp_fork_begin(&forking)) return real_forkpty(terminal, name, settings, size);
    pid_t pid = real_forkpty(terminal, name, settings, size);
    if (pid == 0) {
        bp_fork_child(&forking);
        forget_standard();
        return 0;
    }
    int error = errno;
    bp_fork_parent(&forking, pid < 0);
    struct bp_call_facts facts = {
        .call = BP_CALL_fork, .fd = -1, .begin = forking.begin, .end = bp_now(), .argument = forking.token};
    if (pid > 0) facts.fd = *terminal;
    if (pid > 0) bp_channel_arrived(*terminal, &(struct bp_opening){0});
    errno = error;
    bp_observed(&facts, pid);
    return pid;
}

/* Recorded before it happens, because its parent ends within; recorded once more when there is no child. */
BP_EXPORT int daemon(int keeps_folder, int keeps_files)
{
    BP_RESOLVE(daemon);
    struct bp_forking forking;
    if (!bp_fork_begin(&forking)) return real_daemon(keeps_folder, keeps_files);
    struct bp_call_facts facts = {.call = BP_CALL_daemon, .fd = -1, .begin = forking.begin, .argument = forking.token};
    uint32_t process = (uint32_t)bp_raw(SYS_getpid);
    bp_record_call(&facts);
    bp_record_cost();
    int result = real_daemon(keeps_folder, keeps_files), error = errno;
    if ((uint32_t)bp_raw(SYS_getpid) == process) {
        bp_fork_parent(&forking, true);
        facts.end = 0;
        errno = error;
        bp_observed(&facts, result);
        return result;
    }
    bp_fork_child(&forking);
    if (!keeps_files) forget_standard();
    errno = error;
    return result;
}
