/* SPDX-License-Identifier: MIT */
/* What the wrappers share: each forwards one libc call as it is and records it, a family a file. */
#ifndef BP_OBSERVE_H
#define BP_OBSERVE_H

#include <errno.h>

#include "../channel/channel.h"
#include "../guard/hidden.h"
#include "../guard/real.h"
#include "../record/record.h"

/* Addresses below are never mapped: only the kernel may find out that it cannot read there. */
#define BP_NO_MEMORY 65536u

/* A descriptor as the program may see it: the shim's own do not exist, and the real call says so. */
static inline int bp_visible(int fd)
{
    return __builtin_expect(bp_fd_hidden(fd), 0) ? -1 : fd;
}

/* Finishes and writes a CALL record: result, errno and, unless set, the channel behind facts->fd. Keeps errno. */
void bp_observed(struct bp_call_facts *facts, int64_t result);

/* The same of a descriptor that is closed by now: nobody may ask what it is. */
void bp_observed_gone(struct bp_call_facts *facts, int64_t result);

/* The text of a call's path or name, where there is one: the kernel refuses some calls without a look at it. */
void bp_observed_text(struct bp_call_facts *facts, int64_t result, const char *text);

/*
 * Forwards `call` and records it under `name`; more of struct bp_call_facts may follow: BP_OBSERVE(dup, fd,
 * real_dup(fd)).
 */
#define BP_OBSERVE(name, descriptor, call_expression, ...)                                                             \
    ({                                                                                                                 \
        __typeof__(call_expression) bp_result;                                                                         \
        if (!bp_recording()) {                                                                                         \
            bp_result = (call_expression);                                                                             \
        } else {                                                                                                       \
            struct bp_call_facts bp_facts = {.call = BP_CALL_##name, .fd = (descriptor), ##__VA_ARGS__};               \
            bp_facts.begin = bp_now();                                                                                 \
            bp_result = (call_expression);                                                                             \
            bp_observed(&bp_facts, (int64_t)bp_result);                                                                \
        }                                                                                                              \
        bp_result;                                                                                                     \
    })

/* The kernel gave the program a number that was the shim's: so a system call of the program's own has closed ours. */
void bp_number_taken(int fd);

/* `fd` is new: its state, or NULL where nothing is recorded; then whatever was known under its number is forgotten all
 * the same. */
struct bp_channel_state *bp_channel_arrived(int fd, const struct bp_opening *opening);

/* The same for calls that make a descriptor: what was known under its number is forgotten in any case. `path` may be
 * NULL. */
int bp_observed_opening(struct bp_call_facts *facts, int fd, const struct bp_opening *opening);

#define BP_OPEN(name, call_expression, opening_expression, ...)                                                        \
    ({                                                                                                                 \
        struct bp_call_facts bp_facts = {.call = BP_CALL_##name, .fd = -1, ##__VA_ARGS__};                             \
        if (bp_recording()) bp_facts.begin = bp_now();                                                                 \
        bp_observed_opening(&bp_facts, (call_expression), &(opening_expression));                                      \
    })

#endif
