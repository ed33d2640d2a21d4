/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "../channel/share.h"
#include "../guard/image.h"
#include "../guard/real.h"
#include "../guard/self.h"
#include "../record/record.h"
#include "fork.h"

BP_REAL(pid_t, fork, void);
BP_REAL(pid_t, _Fork, void);

bool bp_fork_begin(struct bp_forking *forking)
{
    if (!bp_recording()) return false;
    forking->count = bp_segment_lend(bp_self, forking->lent);
    forking->parent = bp_image_id();
    forking->token = bp_birth_token();
    forking->begin = bp_now();
    bp_image_expect(forking->token);
    bp_shares_fork();
    return true;
}

void bp_fork_child(const struct bp_forking *forking)
{
    bp_segment_blind(forking->lent, forking->count);
    bp_image_forked(forking->parent);
}

void bp_fork_parent(const struct bp_forking *forking, bool failed)
{
    if (failed) bp_shares_fork_failed();
    bp_image_expect(0);
    bp_segment_take_back(forking->lent, forking->count);
}

static pid_t forward(pid_t (*real)(void))
{
    struct bp_forking forking;
    if (!bp_fork_begin(&forking)) return real();
    pid_t pid = real();
    if (pid == 0) {
        bp_fork_child(&forking);
        return 0;
    }
    int error = errno;
    bp_fork_parent(&forking, pid < 0);
    bp_record_call(&(struct bp_call_facts){.call = BP_CALL_fork,
                                           .fd = -1,
                                           .begin = forking.begin,
                                           .result = pid,
                                           .error = pid < 0 ? error : 0,
                                           .argument = forking.token});
    errno = error;
    return pid;
}

BP_EXPORT pid_t fork(void)
{
    BP_RESOLVE(fork);
    return forward(real_fork);
}

BP_EXPORT pid_t _Fork(void)
{
    BP_RESOLVE(_Fork);
    return forward(real__Fork);
}

BP_ALIAS(fork, __fork);
BP_ALIAS(fork, __libc_fork);
