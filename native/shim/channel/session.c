/* SPDX-License-Identifier: MIT */
/* Sessions of TLS libraries, by the address of the library's object, and what they say. */
#include <string.h>

#include "../record/arena.h"
#include "moving.h"
#include "tls.h"

#define BUCKETS 16384u
#define KEPT_MAX 16384u /* bytes; the most that one record holds */

/* Entries stay in their bucket for ever; a free one is taken by the next session there. */
static struct bp_tls_session *buckets[BUCKETS];

static struct bp_tls_session **bucket_of(const void *key)
{
    uint64_t mixed = ((uintptr_t)key >> 4) * 0x9e3779b97f4a7c15u;
    return &buckets[mixed >> 50];
}

static struct bp_tls_session *add(struct bp_tls_session **bucket, const void *key)
{
    for (struct bp_tls_session *one = __atomic_load_n(bucket, __ATOMIC_ACQUIRE); one; one = one->next) {
        const void *nobody = NULL;
        if (__atomic_compare_exchange_n(&one->key, &nobody, key, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) return one;
    }
    struct bp_tls_session *fresh = bp_arena_take(sizeof *fresh);
    if (!fresh) return NULL;
    *fresh = (struct bp_tls_session){.key = key, .next = __atomic_load_n(bucket, __ATOMIC_RELAXED)};
    while (!__atomic_compare_exchange_n(bucket, &fresh->next, fresh, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
    }
    return fresh;
}

struct bp_tls_session *bp_tls_session_of(const void *key, bool wanted)
{
    struct bp_tls_session **bucket = bucket_of(key);
    for (struct bp_tls_session *one = __atomic_load_n(bucket, __ATOMIC_ACQUIRE); one; one = one->next)
        if (__atomic_load_n(&one->key, __ATOMIC_ACQUIRE) == key) return one;
    return wanted && key ? add(bucket, key) : NULL;
}

/* What is said on the channel from here on, if anything, another session says. */
void bp_tls_forget(struct bp_tls_session *session)
{
    struct bp_channel_state *state = bp_tls_channel(session);
    if (state) {
        bp_tls_end(session, BP_SENT, bp_now());
        bp_tls_end(session, BP_RECEIVED, bp_now());
        state->framed = true;
        state->tls = BP_TLS_SEALED;
    }
    bp_tls_keep(session, NULL, 0);
    session->channel = NULL;
    session->spoken = false;
    __atomic_store_n(&session->key, NULL, __ATOMIC_RELEASE);
}

uint64_t bp_tls_moved(struct bp_tls_session *session, enum bp_direction direction, uint64_t time, const void *bytes,
                      size_t count)
{
    struct bp_channel_state *state = bp_tls_channel(session);
    struct iovec vector = {(void *)bytes, count};
    struct bp_run run = {&vector, 1, 0, count};
    if (count > 0) session->spoken = true;
    if (!state) return 0;
    uint64_t offset = state->plain[direction].offset;
    if (count > 0) bp_message_feed_plain(state, direction, time, &run);
    bp_channel_tell(session->fd, state);
    return offset;
}

void bp_tls_count(struct bp_tls_session *session, enum bp_direction direction, size_t count)
{
    struct bp_channel_state *state = bp_tls_channel(session);
    if (count == 0) return;
    session->spoken = true;
    if (!state) return;
    state->plain[direction].offset += count;
    state->last = direction;
    state->gap = true;
}

void bp_tls_end(struct bp_tls_session *session, enum bp_direction direction, uint64_t time)
{
    struct bp_channel_state *state = bp_tls_channel(session);
    if (state) bp_message_close(state, direction, time);
}

void bp_tls_abandon(struct bp_tls_session *session)
{
    struct bp_channel_state *state = bp_tls_channel(session);
    session->spoken = true;
    if (state) bp_message_abandon(state);
}

void bp_tls_keep(struct bp_tls_session *session, const void *bytes, size_t count)
{
    if (session->kept) bp_arena_give(session->kept, session->kept_size);
    session->kept = NULL;
    if (count == 0) return;
    session->kept_size = count < KEPT_MAX ? count : KEPT_MAX;
    session->kept = bp_arena_take(session->kept_size);
    if (session->kept) memcpy(session->kept, bytes, session->kept_size);
}

const void *bp_tls_kept(const struct bp_tls_session *session, ssize_t count)
{
    return count > 0 && session->kept && (size_t)count <= session->kept_size ? session->kept : NULL;
}
