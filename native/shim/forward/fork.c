/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "../guard/image.h"
#include "../guard/real.h"
#include "../guard/self.h"
#include "../record/record.h"
#include "../record/segment.h"
#include "../record/share.h"

BP_REAL(pid_t, fork, void);
BP_REAL(pid_t, _Fork, void);

static pid_t forward(pid_t (*real)(void))
{
    if (!bp_recording()) return real();
    struct bp_mapping lent[BP_LENT_MAX];
    size_t count = bp_segment_lend(bp_self, lent);
    uint64_t parent = bp_image_id(), token = bp_birth_token(), begin = bp_now();
    bp_image_expect(token);
    bp_shares_fork();
    pid_t pid = real();
    if (pid == 0) {
        bp_segment_blind(lent, count);
        bp_image_forked(parent);
        return 0;
    }
    int error = errno;
    if (pid < 0) bp_shares_fork_failed();
    bp_image_expect(0);
    bp_segment_take_back(lent, count);
    bp_record_call(&(struct bp_call_facts){.call = BP_CALL_fork,
                                           .fd = -1,
                                           .begin = begin,
                                           .result = pid,
                                           .error = pid < 0 ? error : 0,
                                           .argument = token});
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
