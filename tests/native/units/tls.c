/* SPDX-License-Identifier: MIT */
/* Which channel a session's plain text belongs to follows from the records that its thread moved, and from nothing
 * else. */
#include "../../../native/shim/channel/tls.h"
#include "../../../native/shim/guard/self.h"
#include "../../../native/shim/record/segment.h"
#include "unit.h"

static const uint8_t key, other_key;

/* A hello of `kind` whose random is `random` all over. */
static void hello(uint8_t bytes[80], uint8_t kind, uint8_t random)
{
    memset(bytes, 0, 80);
    memcpy(bytes, (const uint8_t[]){22, 3, 1, 0, 75, kind, 0, 0, 71, 3, 3}, 11);
    memset(bytes + 11, random, 32);
}

static void raw(struct bp_channel_state *state, enum bp_direction direction, const void *bytes, size_t count)
{
    struct iovec vector = {(void *)bytes, count};
    bp_message_feed(state, direction, 1, &(struct bp_run){&vector, 1, 0, count}, false);
    if (state->tls) bp_tls_passed(7, state);
}

static struct bp_channel_state fresh(void)
{
    return (struct bp_channel_state){.id = 5, .generation = 1, .framed = true};
}

static void done(struct bp_channel_state *state)
{
    for (int i = 0; i < 2; i++) {
        struct bp_tls_session *session = bp_tls_session_of(i ? &key : &other_key, false);
        if (session) bp_tls_forget(session);
    }
    bp_message_drop(state);
}

static void moved_within_a_call(void)
{
    uint8_t bytes[80];
    struct bp_channel_state state = fresh();
    struct bp_tls_session *session = bp_tls_session_of(&key, true);
    hello(bytes, 1, 1);
    bp_tls_inside = session;
    raw(&state, BP_SENT, bytes, 1);
    bp_tls_inside = NULL;
    CHECK(bp_tls_channel(session) == &state && state.tls == BP_TLS_PLAIN && !state.framed && session->fd == 7);
    static const char request[] = "GET / HTTP/1.1\r\n\r\n";
    CHECK(bp_tls_moved(session, BP_SENT, 1, request, sizeof request - 1) == 0);
    CHECK(state.plain[BP_SENT].offset == sizeof request - 1 && state.streams[BP_SENT].offset == 1);
    CHECK(state.conversation->protocol == BP_PROTOCOL_HTTP1 && !state.conversation->unframed);
    done(&state);
    CHECK(state.tls == BP_TLS_SEALED && !bp_tls_session_of(&key, false));
}

/* Plain text is counted from where clear text ended, in each direction. */
static void behind_clear_text(void)
{
    static const uint8_t request[] = {0, 0, 0, 8, 4, 210, 22, 47};
    uint8_t bytes[80];
    struct bp_channel_state state = fresh();
    raw(&state, BP_RECEIVED, request, sizeof request);
    raw(&state, BP_SENT, "S", 1);
    CHECK(state.framed && state.conversation->unframed && !state.tls);
    hello(bytes, 1, 1);
    bp_tls_inside = bp_tls_session_of(&key, true);
    raw(&state, BP_RECEIVED, bytes, 5);
    bp_tls_inside = NULL;
    CHECK(state.tls == BP_TLS_PLAIN && !state.conversation->unframed);
    CHECK(bp_tls_moved(bp_tls_session_of(&key, false), BP_RECEIVED, 1, "\0\0\0", 3) == 8);
    CHECK(state.plain[BP_RECEIVED].offset == 11 && state.plain[BP_SENT].offset == 1);
    done(&state);
}

static void found_in_a_sessions_input(void)
{
    uint8_t bytes[80], same[80];
    struct bp_channel_state state = fresh();
    struct bp_tls_session *session = bp_tls_session_of(&key, true);
    hello(bytes, 1, 1);
    hello(same, 1, 2);
    raw(&state, BP_RECEIVED, bytes, 80);
    CHECK(state.tls == BP_TLS_SEALED && state.framed && bp_tls_awaited());
    bp_tls_match(session, same, 80);
    CHECK(!bp_tls_channel(session));
    bp_tls_match(session, bytes, 20);
    CHECK(!bp_tls_channel(session));
    bp_tls_match(session, bytes, 80);
    CHECK(bp_tls_channel(session) == &state && !bp_tls_awaited());
    done(&state);
}

/* What is not unmistakable is not taken: too little, a plea to say hello again, an alert. */
static void nothing_is_guessed(void)
{
    static const uint8_t again[] = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11}, alert[50] = {21, 3, 3, 0, 45};
    uint8_t bytes[80];
    struct bp_channel_state state = fresh();
    struct bp_tls_session *session = bp_tls_session_of(&key, true);
    raw(&state, BP_RECEIVED, "\x16\x03", 2);
    CHECK(!state.tls);
    done(&state);
    state = fresh();
    session = bp_tls_session_of(&key, true);
    hello(bytes, 2, 1);
    memcpy(bytes + 11, again, sizeof again);
    raw(&state, BP_RECEIVED, bytes, 80);
    bp_tls_match(session, bytes, 80);
    raw(&state, BP_RECEIVED, alert, 50);
    bp_tls_match(session, alert, 50);
    CHECK(!bp_tls_channel(session) && state.tls == BP_TLS_SEALED);
    done(&state);
}

/* Nor from what another session moves within, nor for a channel that is another's meanwhile. */
static void nobody_gets_what_is_anothers(void)
{
    uint8_t bytes[80];
    struct bp_channel_state state = fresh(), second = fresh();
    struct bp_tls_session *session = bp_tls_session_of(&key, true), *other = bp_tls_session_of(&other_key, true);
    hello(bytes, 1, 1);
    bp_tls_inside = session;
    raw(&state, BP_SENT, bytes, 80);
    raw(&second, BP_SENT, "GET / HTTP/1.1\r\n\r\n", 18);
    bp_tls_inside = other;
    raw(&state, BP_SENT, bytes, 80);
    bp_tls_inside = NULL;
    CHECK(bp_tls_channel(session) == &state && !bp_tls_channel(other) && !second.tls);
    state.generation++;
    CHECK(!bp_tls_channel(session) && bp_tls_moved(session, BP_SENT, 1, "x", 1) == 0);
    bp_message_drop(&second);
    done(&state);
}

/* What was said before the channel was known is missing from its count. */
static void late_is_unframed(void)
{
    uint8_t bytes[80];
    struct bp_channel_state state = fresh();
    struct bp_tls_session *session = bp_tls_session_of(&key, true);
    hello(bytes, 1, 1);
    bp_tls_moved(session, BP_SENT, 1, "early", 5);
    bp_tls_inside = session;
    raw(&state, BP_SENT, bytes, 80);
    bp_tls_inside = NULL;
    CHECK(bp_tls_channel(session) == &state && state.conversation->unframed);
    done(&state);
}

/* Handshakes stand where messages begin, never within one. */
static void only_at_borders(void)
{
    uint8_t bytes[80];
    struct bp_channel_state state = fresh();
    static const char post[] = "POST / HTTP/1.1\r\nContent-Length: 90\r\n\r\n";
    hello(bytes, 1, 1);
    raw(&state, BP_SENT, post, sizeof post - 1);
    raw(&state, BP_SENT, bytes, 80);
    CHECK(!state.tls && !state.conversation->unframed && state.streams[BP_SENT].offset == sizeof post - 1 + 80);
    done(&state);
}

static void what_was_taken_is_kept(void)
{
    struct bp_tls_session *session = bp_tls_session_of(&key, true);
    bp_tls_keep(session, "text", 4);
    bp_tls_keep(session, "other", 5);
    CHECK(memcmp(bp_tls_kept(session, 5), "other", 5) == 0 && !bp_tls_kept(session, 6) && !bp_tls_kept(session, 0));
    bp_tls_keep(session, NULL, 0);
    CHECK(!bp_tls_kept(session, 1));
    bp_tls_forget(session);
}

int main(void)
{
    CHECK(bp_recording());
    CHECK(bp_segment_next(bp_self, 60000));
    moved_within_a_call();
    behind_clear_text();
    found_in_a_sessions_input();
    nothing_is_guessed();
    nobody_gets_what_is_anothers();
    late_is_unframed();
    only_at_borders();
    what_was_taken_is_kept();
    return 0;
}
