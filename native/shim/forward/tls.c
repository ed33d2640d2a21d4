/* SPDX-License-Identifier: MIT */
#include "tls.h"

#include "../record/options.h"

/* The innermost call that is under way, or one that was left by longjmp. */
static __thread const struct bp_tls_call *innermost;

/* Whether a library calls itself for what the program asked: that is one call. Stacks grow down, so a call that this
 * one is not within was left. */
static bool repeats(const struct bp_tls_call *call)
{
    return call->session == call->outside && (uintptr_t)call < (uintptr_t)call->around;
}

void bp_tls_enter(struct bp_tls_call *call, uint16_t number, const void *key)
{
    bool recording = bp_options.tls && bp_recording();
    *call = (struct bp_tls_call){.outside = bp_tls_inside, .around = innermost, .number = number, .silent = !recording};
    if (!bp_options.tls || bp_memory_borrowed()) return;
    call->session = bp_tls_session_of(key, recording);
    if (call->session && repeats(call)) call->session = NULL;
    if (!call->session) return;
    bp_tls_inside = call->session;
    innermost = call;
    if (!recording) return;
    call->begin = bp_now();
}

void bp_tls_leave(struct bp_tls_call *call)
{
    bp_tls_inside = call->outside;
    innermost = call->around;
}

static void record(const struct bp_tls_call *call, uint64_t end, int64_t result, uint64_t argument, uint64_t offset)
{
    const struct bp_channel_state *state = bp_tls_channel(call->session);
    struct bp_call_facts facts = {.call = call->number,
                                  .fd = state ? call->session->fd : -1,
                                  .channel = state ? state->id : 0,
                                  .begin = call->begin,
                                  .end = end,
                                  .result = result,
                                  .error = result < 0 ? errno : 0,
                                  .offset = offset,
                                  .argument = argument};
    bp_record_call(&facts);
}

static void moved(struct bp_tls_call *call, enum bp_direction direction, int64_t result, const void *bytes,
                  uint64_t asked)
{
    size_t count = result > 0 ? (size_t)result : 0;
    bp_tls_leave(call);
    if (!call->session) return;
    if (call->silent) {
        bp_tls_count(call->session, direction, count);
        return;
    }
    int error = errno;
    uint64_t end = bp_now();
    uint64_t offset = bp_tls_moved(call->session, direction, direction == BP_SENT ? call->begin : end, bytes, count);
    errno = error;
    record(call, end, result, asked, offset);
    errno = error;
}

void bp_tls_received(struct bp_tls_call *call, int64_t result, const void *bytes, uint64_t asked)
{
    moved(call, BP_RECEIVED, result, bytes, asked);
}

void bp_tls_sent(struct bp_tls_call *call, int64_t result, const void *bytes, uint64_t asked)
{
    moved(call, BP_SENT, result, bytes, asked);
}

void bp_tls_done(struct bp_tls_call *call, int64_t result, uint64_t argument)
{
    bp_tls_leave(call);
    if (call->session && !call->silent) record(call, bp_now(), result, argument, 0);
}

void bp_tls_ended(const struct bp_tls_call *call, enum bp_direction direction)
{
    int error = errno;
    if (call->session && !call->silent) bp_tls_end(call->session, direction, bp_now());
    errno = error;
}

void bp_tls_unsure(const struct bp_tls_call *call)
{
    if (call->session) bp_tls_abandon(call->session);
}

void bp_tls_gone(const void *key)
{
    int error = errno;
    struct bp_tls_session *session = bp_memory_borrowed() ? NULL : bp_tls_session_of(key, false);
    if (session) bp_tls_forget(session);
    errno = error;
}
