/* SPDX-License-Identifier: MIT */
/* TLS records below: recognised by their first bytes, and tied to the session that moves them. */
#include "tls.h"

#include <string.h>

#include "../record/options.h"

#define RECORD_HEADER 5u
#define COMPARED 64u      /* bytes of what was received that are kept to be found again */
#define TELLING_LEAST 44u /* bytes with which a hello's random, or enough of an encrypted record, is there */

enum content {
    CONTENT_HANDSHAKE = 22,
    CONTENT_APPLICATION = 23, /* and, since TLS 1.3, all that is encrypted */
};

/* The TLS records that this thread moved last on a channel without a session. */
struct passing {
    struct bp_channel_state *channel;
    uint32_t generation;
    int fd;
    bool begins;   /* its first ones */
    bool received; /* outside of any call on a session */
    size_t count;
    uint8_t bytes[COMPARED];
};

__thread struct bp_tls_session *bp_tls_inside;
static __thread struct passing passing;

bool bp_tls_recognise(struct bp_channel_state *state, enum bp_direction direction, const struct bp_run *run)
{
    const uint8_t *first = run->vectors->iov_base;
    size_t count = run->vectors->iov_len < run->until ? run->vectors->iov_len : run->until;
    if (!bp_options.tls || run->from != 0 || first[0] != CONTENT_HANDSHAKE) return false;
    if (state->conversation && bp_frame_within(state->conversation, direction == BP_SENT)) return false;
    /* So little may begin anything, unless a session is at work. */
    if (count < 3 && !bp_tls_inside) return false;
    if ((count > 1 && first[1] != 3) || (count > 2 && (first[2] < 1 || first[2] > 3))) return false;
    bp_message_abandon(state);
    for (int i = 0; i < 2; i++)
        state->plain[i] = (struct bp_stream){.offset = state->streams[i].offset};
    state->whole = true;
    state->tls = BP_TLS_SEALED;
    passing = (struct passing){.channel = state, .begins = true};
    return true;
}

/* Neither in the one nor in the other hello can bytes 11 to 43 be the same twice, but in a request to say hello again,
 * whose random is a constant. What is encrypted is never the same twice. */
static bool telling(const uint8_t *bytes, size_t count)
{
    static const uint8_t retry[] = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11};
    if (count < TELLING_LEAST) return false;
    if (bytes[0] == CONTENT_HANDSHAKE)
        return (bytes[5] == 1 || bytes[5] == 2) && memcmp(bytes + 11, retry, sizeof retry) != 0;
    return bytes[0] == CONTENT_APPLICATION && bytes[3] * 256u + bytes[4] >= TELLING_LEAST - RECORD_HEADER;
}

void bp_tls_pass(struct bp_channel_state *state, enum bp_direction direction, const struct bp_run *run)
{
    const struct iovec *first = run->vectors;
    state->streams[direction].offset += run->until - run->from;
    state->last = direction;
    if (passing.channel != state) passing.begins = false;
    passing.channel = state;
    passing.generation = state->generation;
    passing.received = direction == BP_RECEIVED && !bp_tls_inside && run->from == 0 && run->count > 0;
    passing.count = passing.received && first->iov_base ? run->until : 0;
    if (passing.count > first->iov_len) passing.count = first->iov_len;
    if (passing.count) memcpy(passing.bytes, first->iov_base, passing.count < COMPARED ? passing.count : COMPARED);
}

static void tie(struct bp_tls_session *session, const struct passing *found)
{
    struct bp_channel_state *state = found->channel;
    session->channel = state;
    session->generation = found->generation;
    session->fd = found->fd;
    bp_message_restart(state);
    if (session->spoken) bp_message_abandon(state);
    state->tls = BP_TLS_PLAIN;
    state->framed = false;
}

void bp_tls_passed(int fd, struct bp_channel_state *state)
{
    struct bp_tls_session *session = bp_tls_inside;
    if (passing.channel != state || state->tls != BP_TLS_SEALED) return;
    passing.fd = fd;
    if (passing.received) return;
    /* A session that has another channel already keeps it, unless this one's handshake begins here. */
    if (session && (passing.begins || !bp_tls_channel(session))) tie(session, &passing);
    passing.channel = NULL;
}

bool bp_tls_awaited(void)
{
    return passing.channel && passing.received;
}

void bp_tls_match(struct bp_tls_session *session, const void *bytes, size_t count)
{
    struct bp_channel_state *state = passing.channel;
    size_t compared = count < COMPARED ? count : COMPARED;
    bool there = __atomic_load_n(&state->generation, __ATOMIC_ACQUIRE) == passing.generation;
    if (there && (state->tls != BP_TLS_SEALED || bp_tls_channel(session) == state)) there = false;
    if (!there) passing.channel = NULL;
    if (!there || count > passing.count || !telling(bytes, count)) return;
    if (memcmp(bytes, passing.bytes, compared) != 0) return;
    tie(session, &passing);
    passing.channel = NULL;
}
