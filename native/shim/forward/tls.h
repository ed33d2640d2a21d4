/* SPDX-License-Identifier: MIT */
/* What the wrappers of TLS libraries share: a call on a session, and the plain text that it moved. */
#ifndef BP_FORWARD_TLS_H
#define BP_FORWARD_TLS_H

#include "../channel/tls.h"
#include "observe.h"
#include "provider.h"

struct bp_tls_call {
    struct bp_tls_session *session;   /* NULL: nothing is to be done */
    struct bp_tls_session *outside;   /* what the thread was in before ... */
    const struct bp_tls_call *around; /* ... and in which call */
    uint64_t begin;
    uint16_t number;
    bool silent; /* nothing is recorded: plain text is only counted */
};

/* The library is about to be called, for `key` and recorded as `number`. */
void bp_tls_enter(struct bp_tls_call *call, uint16_t number, const void *key);

/* Its call is over, by return or because the thread was cancelled in it. */
void bp_tls_leave(struct bp_tls_call *call);

#define BP_TLS_CALL(call, name, key)                                                                                   \
    struct bp_tls_call call __attribute__((cleanup(bp_tls_leave)));                                                    \
    bp_tls_enter(&call, BP_CALL_##name, key)

/* Plain text that the call moved: what the plain function of its kind returned, or would have. `bytes` NULL: unseen.
 * `asked` as in calls.def. */
void bp_tls_received(struct bp_tls_call *call, int64_t result, const void *bytes, uint64_t asked);
void bp_tls_sent(struct bp_tls_call *call, int64_t result, const void *bytes, uint64_t asked);

/* A call that moved none. */
void bp_tls_done(struct bp_tls_call *call, int64_t result, uint64_t argument);

/* The peer, or this end, has said that nothing more will come. */
void bp_tls_ended(const struct bp_tls_call *call, enum bp_direction direction);

/* The call moved plain text that the other end may not have seen in its place. */
void bp_tls_unsure(const struct bp_tls_call *call);

/* The library's object is about to go. */
void bp_tls_gone(const void *key);

#endif
