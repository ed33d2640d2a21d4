/* SPDX-License-Identifier: MIT */
/*
 * What a TLS session says in plain text belongs to the channel whose records it reads and writes. Which one that is
 * follows from the bytes alone: TLS records that this thread moved on a channel within a call on the session, or that
 * it received and that lie in the session's input since. Whoever does neither has no channel, and is not guessed one.
 */
#ifndef BP_TLS_H
#define BP_TLS_H

#include <sys/types.h>

#include "message.h"

/* One session of a TLS library. Its memory is never unmapped; the library lets one thread at a time read, and one
 * write. */
struct bp_tls_session {
    struct bp_tls_session *next;
    const void *key; /* the library's object; NULL: free */
    struct bp_channel_state *channel;
    uint32_t generation;
    int fd;
    bool spoken;   /* plain text has moved */
    uint8_t *kept; /* plain text that the library has taken and not said how much of */
    size_t kept_size;
};

/* Whose library call this thread is in, the innermost; NULL none. */
extern __thread struct bp_tls_session *bp_tls_inside;

/* The session of a library's object; NULL where it is not known and not `wanted`, or memory ran out. */
struct bp_tls_session *bp_tls_session_of(const void *key, bool wanted);

/* The library's object is gone. */
void bp_tls_forget(struct bp_tls_session *session);

/* The channel below a session; NULL: not known, or gone. */
static inline struct bp_channel_state *bp_tls_channel(const struct bp_tls_session *session)
{
    struct bp_channel_state *state = session->channel;
    if (!state || __atomic_load_n(&state->generation, __ATOMIC_ACQUIRE) != session->generation) return NULL;
    return state->tls == BP_TLS_PLAIN ? state : NULL;
}

/* Plain text moved; `bytes` NULL: unseen. Returns where in the channel's messages it began. */
uint64_t bp_tls_moved(struct bp_tls_session *session, enum bp_direction direction, uint64_t time, const void *bytes,
                      size_t count);

/* The same while nothing is recorded. */
void bp_tls_count(struct bp_tls_session *session, enum bp_direction direction, size_t count);

/* Nothing more will come in this direction. */
void bp_tls_end(struct bp_tls_session *session, enum bp_direction direction, uint64_t time);

/* Its plain text cannot be told apart from here on. */
void bp_tls_abandon(struct bp_tls_session *session);

/* Keeps what the library has taken until it says how much that was; 0 bytes: it has. */
void bp_tls_keep(struct bp_tls_session *session, const void *bytes, size_t count);

/* What was kept, when it said `count`; NULL: nothing, or less. */
const void *bp_tls_kept(const struct bp_tls_session *session, ssize_t count);

/* Whether this thread has received TLS records of a channel without a session, outside of any call on a session. */
bool bp_tls_awaited(void);

/* Bytes lie in a session's input: where they are those received last, its channel is known. */
void bp_tls_match(struct bp_tls_session *session, const void *bytes, size_t count);

/* Whether bytes on their way are TLS records. Cheap where the first is not that of a handshake. */
bool bp_tls_recognise(struct bp_channel_state *state, enum bp_direction direction, const struct bp_run *run);
static inline bool bp_tls_begins(struct bp_channel_state *state, enum bp_direction direction, const struct bp_run *run)
{
    enum { HANDSHAKE = 0x16 };
    if (__builtin_expect(state->tls, 0)) return true;
    if (run->count == 0 || !run->vectors->iov_base || run->vectors->iov_len == 0 || run->until == 0) return false;
    if (__builtin_expect(*(const uint8_t *)run->vectors->iov_base != HANDSHAKE, 1)) return false;
    return bp_tls_recognise(state, direction, run);
}

/* Counts TLS records on their way; and, once their call is over, learns whose they are. */
void bp_tls_pass(struct bp_channel_state *state, enum bp_direction direction, const struct bp_run *run);
void bp_tls_passed(int fd, struct bp_channel_state *state);

#endif
