/* SPDX-License-Identifier: MIT */
#include "message.h"

#include <string.h>

#include "../isolate/watch.h"
#include "../record/arena.h"
#include "../record/options.h"
#include "../record/record.h"
#include "identify.h"
#include "share.h"
#include "tls.h"

#define ROOM_LEAST 512u /* bytes of text room with which the framer always gets on */

/* One call's bytes on their way through the framer. `record` is claimed and not yet committed; it is empty while `used`
 * is false. */
struct feed {
    struct bp_channel_state *state;
    struct bp_conversation *conversation;
    struct bp_stream *stream;
    struct bp_message *record;
    uint64_t time;
    size_t room; /* bytes of text that the record has space for */
    bool sent;
    bool used;
    bool turned; /* a request has begun to arrive */
};

static void start_as(struct bp_conversation *conversation, const struct bp_channel_state *state, uint16_t protocol)
{
    bp_frame_start(conversation, protocol, (uint8_t)state->role, bp_options.text_limit, bp_options.redact);
    bp_frame_declare(conversation, bp_service_declared(state));
}

static void start(struct bp_conversation *conversation, const struct bp_channel_state *state)
{
    start_as(conversation, state, state->protocol);
}

/* One that has not begun, or (not NULL) one that another process has passed on. */
static __attribute__((noinline)) struct bp_conversation *begin(struct bp_channel_state *state,
                                                               const struct bp_frame_passed *passed)
{
    struct bp_conversation *known = NULL, *fresh = bp_arena_take(sizeof *fresh);
    if (!fresh) return NULL;
    memset(fresh, 0, sizeof *fresh);
    start(fresh, state);
    if (passed) bp_frame_go_on(fresh, passed);
    if (__atomic_compare_exchange_n(&state->conversation, &known, fresh, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return fresh;
    bp_arena_give(fresh, sizeof *fresh);
    return known;
}

static inline struct bp_conversation *conversation_of(struct bp_channel_state *state)
{
    struct bp_conversation *known = __atomic_load_n(&state->conversation, __ATOMIC_ACQUIRE);
    return __builtin_expect(known != NULL, 1) ? known : begin(state, NULL);
}

static void claim(struct feed *feed, size_t coming)
{
    size_t most = (size_t)bp_options.text_limit + ROOM_LEAST;
    feed->room = coming + coming / 2 + ROOM_LEAST;
    if (feed->room > most) feed->room = most;
    feed->record = bp_record_claim(sizeof *feed->record + feed->room, BP_RECORD_MESSAGE, 0);
    feed->used = false;
}

/* The bytes between the text's end and the record's, in its last word. */
static void pad(struct bp_message *record, size_t size)
{
    uint64_t *last = (uint64_t *)(void *)((uint8_t *)record + record->head.size - sizeof *last);
    size_t used = size % sizeof *last;
    if (used) *last &= (1ull << (8 * used)) - 1;
}

/* A record of which nothing was used is withdrawn, or stays and says nothing. */
static __attribute__((noinline)) void withdraw(struct bp_message *record)
{
    if (bp_record_shrink(record, 0)) return;
    memset(&record->time, 0, record->head.size - sizeof record->head);
    bp_record_commit(record);
}

static void finish(struct feed *feed)
{
    struct bp_message *record = feed->record;
    feed->record = NULL;
    if (__builtin_expect(!feed->used, 0)) {
        withdraw(record);
        return;
    }
    size_t size = sizeof *record + record->text_length;
    if (bp_record_shrink(record, size))
        pad(record, size);
    else
        memset((uint8_t *)record + size, 0, record->head.size - size);
    bp_record_commit(record);
}

/* Adds a piece to the open record, whose text the framer has already written. */
static void note(struct feed *feed, const struct bp_piece *piece, uint64_t offset)
{
    struct bp_message *record = feed->record;
    if ((piece->flags & BP_MESSAGE_BEGIN) || piece->exchange) feed->stream->message = offset - piece->earlier;
    if (!feed->sent && (piece->flags & BP_MESSAGE_BEGIN) && piece->type == BP_MESSAGE_REQUEST) feed->turned = true;
    bool tells = piece->flags & (BP_MESSAGE_BEGIN | BP_MESSAGE_END) || piece->text_length || piece->exchange;
    if (!record || (!feed->used && !tells)) return;
    if (!feed->used) {
        record->time = feed->time;
        record->channel = feed->state->id;
        record->start = feed->stream->message;
        record->protocol = piece->protocol;
        record->type = piece->type;
        record->flags = feed->sent ? BP_MESSAGE_SENT : 0;
        record->text_length = 0;
        record->exchange = piece->exchange;
        record->reserved = 0;
        feed->used = true;
    }
    record->position = offset + piece->length;
    record->flags |= piece->flags;
    record->text_length += piece->text_length;
}

/* One piece; how many bytes it took, and whether it ended a message. */
static inline __attribute__((always_inline)) size_t step(struct feed *feed, const uint8_t *bytes, size_t count,
                                                         bool *border)
{
    uint8_t sink[ROOM_LEAST];
    if (feed->record && feed->used && feed->room - feed->record->text_length < ROOM_LEAST) finish(feed);
    if (!feed->record) claim(feed, count);
    size_t taken = feed->record && feed->used ? feed->record->text_length : 0;
    uint8_t *text = feed->record ? (uint8_t *)(feed->record + 1) + taken : sink;
    size_t room = feed->record ? feed->room - taken : sizeof sink;
    struct bp_piece piece = bp_frame_next(feed->conversation, feed->sent, bytes, count, text, room);
    if (piece.type) note(feed, &piece, feed->stream->offset);
    if (piece.type && !feed->state->spoken) bp_watches_isolate(feed->state);
    feed->stream->offset += piece.length;
    *border = piece.type && (piece.flags & BP_MESSAGE_END);
    if (feed->record && (*border || piece.exchange)) finish(feed);
    return piece.length;
}

/* After a time without recording: where the side that asks speaks after the other one, and what it says begins a
 * request, the conversation is taken up. What was open before remains without its end. */
static __attribute__((noinline)) bool resume(struct bp_channel_state *state, enum bp_direction direction, uint64_t time,
                                             const struct bp_run *run)
{
    struct bp_conversation *conversation = state->conversation;
    const struct iovec *first = run->vectors;
    const struct bp_stream *other = &bp_message_streams(state)[!direction];
    if (!bp_recording() || !conversation || run->from != 0 || run->count == 0) return false;
    if (state->last == direction || __atomic_load_n(&other->users, __ATOMIC_SEQ_CST)) return false;
    size_t count = first->iov_len < run->until ? first->iov_len : run->until;
    if (!bp_frame_resumes(conversation, direction == BP_SENT, first->iov_base, count)) return false;
    bp_message_close(state, BP_RECEIVED, time);
    bp_message_close(state, BP_SENT, time);
    bp_frame_resume(conversation);
    __atomic_store_n(&state->gap, false, __ATOMIC_RELEASE);
    return true;
}

static struct bp_fed feed_stream(struct bp_channel_state *state, enum bp_direction direction, uint64_t time,
                                 const struct bp_run *run, bool cut)
{
    struct bp_stream *stream = &bp_message_streams(state)[direction];
    struct feed feed = {.state = state, .stream = stream, .time = time, .sent = direction == BP_SENT};
    struct bp_fed fed = {.until = run->from};
    size_t at = 0;
    bool gap = __atomic_load_n(&state->gap, __ATOMIC_ACQUIRE);
    bool lost = __builtin_expect(gap, 0) && !resume(state, direction, time, run);
    feed.conversation = lost ? NULL : conversation_of(state);
    if (__builtin_expect(state->share && !bp_share_current(state), 0)) bp_message_abandon(state);
    stream->image = bp_channels_image;
    for (int i = 0; feed.conversation && i < run->count && fed.until < run->until; at += run->vectors[i++].iov_len) {
        size_t end = run->until - at < run->vectors[i].iov_len ? run->until : at + run->vectors[i].iov_len;
        const uint8_t *base = run->vectors[i].iov_base;
        while (fed.until < end && !feed.conversation->unframed) {
            fed.until += step(&feed, base ? base + (fed.until - at) : NULL, end - fed.until, &fed.border);
            if (cut && fed.border && !feed.conversation->unframed) goto stop;
        }
    }
    stream->offset += run->until - fed.until;
    fed = (struct bp_fed){.until = run->until, .border = fed.border && fed.until == run->until};
stop:
    if (__builtin_expect(feed.record != NULL, 0)) finish(&feed);
    if (fed.until != run->from) state->last = direction;
    /* What the thread has used until now was for something else. */
    if (feed.turned) bp_record_turn(time);
    return fed;
}

struct bp_fed bp_message_feed(struct bp_channel_state *state, enum bp_direction direction, uint64_t time,
                              const struct bp_run *run, bool cut)
{
    struct bp_fed fed = {.until = run->until};
    if (bp_tls_begins(state, direction, run))
        bp_tls_pass(state, direction, run);
    else
        fed = feed_stream(state, direction, time, run, cut);
    if (__builtin_expect(state->share != NULL, 0)) bp_share_moved(state, direction, fed.until - run->from);
    return fed;
}

void bp_message_feed_plain(struct bp_channel_state *state, enum bp_direction direction, uint64_t time,
                           const struct bp_run *run)
{
    feed_stream(state, direction, time, run, false);
}

void bp_message_bring(struct bp_channel_state *state, uint64_t time, const struct iovec *parts, int count)
{
    struct bp_stream beside = {0};
    struct feed feed = {.state = state, .conversation = conversation_of(state), .stream = &beside, .time = time};
    size_t all = 0;
    for (int i = 0; i < count; i++)
        all += parts[i].iov_len;
    if (!feed.conversation) return;
    claim(&feed, all);
    for (int i = 0; i < count; i++)
        for (size_t done = 0, length = parts[i].iov_len; done < length;) {
            bool border;
            done += step(&feed, (const uint8_t *)parts[i].iov_base + done, length - done, &border);
        }
    if (feed.record) finish(&feed);
}

void bp_message_restart(struct bp_channel_state *state)
{
    struct bp_conversation *conversation = conversation_of(state);
    state->gap = false;
    if (conversation) start_as(conversation, state, conversation->protocol ? conversation->protocol : state->protocol);
}

bool bp_message_pass(const struct bp_channel_state *state, struct bp_frame_passed *passed)
{
    const struct bp_conversation *conversation = __atomic_load_n(&state->conversation, __ATOMIC_ACQUIRE);
    return conversation && !state->tls && !state->gap && bp_share_current(state) && bp_frame_pass(conversation, passed);
}

void bp_message_go_on(struct bp_channel_state *state, const struct bp_frame_passed *passed)
{
    if (!__atomic_load_n(&state->conversation, __ATOMIC_ACQUIRE)) begin(state, passed);
}

size_t bp_message_border(const struct bp_channel_state *state, const struct bp_run *run)
{
    if (state->gap) return run->until;
    struct bp_conversation ahead = {0};
    if (state->conversation)
        ahead = *state->conversation;
    else
        start(&ahead, state);
    uint8_t sink[ROOM_LEAST];
    size_t at = 0, done = run->from;
    for (int i = 0; i < run->count && done < run->until; at += run->vectors[i++].iov_len) {
        size_t end = run->until - at < run->vectors[i].iov_len ? run->until : at + run->vectors[i].iov_len;
        while (done < end && !ahead.unframed) {
            const uint8_t *bytes = (const uint8_t *)run->vectors[i].iov_base + (done - at);
            struct bp_piece piece = bp_frame_next(&ahead, false, bytes, end - done, sink, sizeof sink);
            done += piece.length;
            if (piece.type && (piece.flags & BP_MESSAGE_END) && !ahead.unframed) return done;
        }
    }
    return run->until;
}

void bp_message_close(struct bp_channel_state *state, enum bp_direction direction, uint64_t time)
{
    struct bp_stream *stream = &bp_message_streams(state)[direction];
    struct bp_conversation *conversation = state->conversation;
    /* A forked child that only drops its copy of a connection says nothing about it. */
    if (!conversation || stream->image != bp_channels_image) return;
    struct bp_piece piece = bp_frame_close(conversation, direction == BP_SENT);
    if (!piece.type) return;
    struct bp_message *record = bp_record_claim(sizeof *record, BP_RECORD_MESSAGE, 0);
    if (!record) return;
    record->time = time;
    record->channel = state->id;
    record->start = stream->message;
    record->position = stream->offset;
    record->protocol = piece.protocol;
    record->type = piece.type;
    record->flags = (uint8_t)(piece.flags | (direction == BP_SENT ? BP_MESSAGE_SENT : 0));
    record->text_length = 0;
    record->exchange = 0;
    record->reserved = 0;
    bp_record_commit(record);
}

void bp_message_abandon(struct bp_channel_state *state)
{
    struct bp_conversation *conversation = conversation_of(state);
    if (conversation) conversation->unframed = true;
}

void bp_message_drop(struct bp_channel_state *state)
{
    struct bp_conversation *conversation = __atomic_load_n(&state->conversation, __ATOMIC_RELAXED);
    if (conversation) conversation = __atomic_exchange_n(&state->conversation, NULL, __ATOMIC_ACQ_REL);
    if (conversation) bp_arena_give(conversation, sizeof *conversation);
}
