/* SPDX-License-Identifier: MIT */
/* However the bytes of a conversation come in, the records tell the same messages: starts, ends and text. */
#include "../../../native/shim/channel/message.h"
#include "../../../native/shim/guard/self.h"
#include "../../../native/shim/record/segment.h"
#include "unit.h"

#define FIRST "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
#define SECOND "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n"
#define BODY "sixsix"
static const char bytes[] = FIRST SECOND BODY FIRST;
#define COUNT (sizeof bytes - 1)

/* What the stream's records say, from a place in its segment on. */
struct told {
    int begins, ends, records;
    uint64_t start[8], end[8];
    char text[1024];
    size_t length;
};

static struct told read_records(const struct bp_segment *segment, uint64_t from)
{
    struct told told = {0};
    for (uint64_t at = from; at < segment->claimed;) {
        const struct bp_head *head = (const void *)((const char *)segment + at);
        const struct bp_message *message = (const void *)head;
        CHECK(head->size && head->state == 1);
        at += head->size;
        if (head->kind != BP_RECORD_MESSAGE) continue;
        CHECK(message->head.size == (sizeof *message + message->text_length + 7) / 8 * 8 &&
              message->type == BP_MESSAGE_REQUEST);
        told.records++;
        if (message->flags & BP_MESSAGE_BEGIN) told.start[told.begins++] = message->start;
        if (message->flags & BP_MESSAGE_END) told.end[told.ends++] = message->position;
        memcpy(told.text + told.length, message + 1, message->text_length);
        told.length += message->text_length;
    }
    return told;
}

/* Whether a message has begun and not ended. */
static bool is_open(const struct bp_channel_state *state, enum bp_direction direction)
{
    struct bp_conversation copy = *state->conversation;
    return bp_frame_close(&copy, direction == BP_SENT).type != 0;
}

static struct told feed(size_t part, bool cut)
{
    struct bp_channel_state state = {.id = 5, .role = BP_ROLE_SERVER, .framed = true};
    uint64_t from = bp_self->current.segment->claimed;
    for (size_t at = 0; at < COUNT;) {
        size_t left = COUNT - at < part ? COUNT - at : part;
        struct iovec halves[] = {{(char *)bytes + at, left / 2}, {(char *)bytes + at + left / 2, left - left / 2}};
        struct bp_run run = {halves, 2, 0, left};
        size_t border = bp_message_border(&state, &run);
        struct bp_fed fed = bp_message_feed(&state, BP_RECEIVED, 1, &run, cut);
        CHECK(fed.until <= left && (cut || fed.until == left));
        CHECK(!cut || fed.until == border);
        at += fed.until;
    }
    CHECK(state.streams[BP_RECEIVED].offset == COUNT && !is_open(&state, BP_RECEIVED));
    bp_message_drop(&state);
    return read_records(bp_self->current.segment, from);
}

static void any_split_tells_the_same(void)
{
    for (size_t part = 1; part <= COUNT; part++)
        for (int cut = 0; cut < 2; cut++) {
            CHECK(bp_segment_next(bp_self, 60000));
            struct told told = feed(part, cut);
            CHECK(told.begins == 3 && told.ends == 3);
            size_t second = sizeof FIRST - 1, third = second + sizeof SECOND BODY - 1;
            CHECK(told.start[0] == 0 && told.start[1] == second && told.start[2] == third);
            CHECK(told.end[0] == second && told.end[1] == third && told.end[2] == COUNT);
            CHECK(told.length == COUNT - (sizeof BODY - 1) && memcmp(told.text, FIRST SECOND FIRST, told.length) == 0);
            if (part == COUNT) CHECK(told.records == 3);
        }
}

static void an_end_before_the_end_is_told(void)
{
    struct bp_channel_state state = {.id = 5, .role = BP_ROLE_SERVER};
    struct iovec part = {(char *)bytes, 10};
    uint64_t from = bp_self->current.segment->claimed;
    bp_message_feed(&state, BP_RECEIVED, 1, &(struct bp_run){&part, 1, 0, 10}, true);
    bp_message_feed(&state, BP_RECEIVED, 1, &(struct bp_run){&part, 1, 0, 0}, true);
    bp_message_close(&state, BP_RECEIVED, 2);
    bp_message_close(&state, BP_RECEIVED, 3);
    struct told told = read_records(bp_self->current.segment, from);
    CHECK(told.begins == 1 && told.ends == 1 && told.end[0] == 10);
    bp_message_drop(&state);
}

/* A body may pass unseen, a head may not. */
static void unseen_bytes_are_counted_in_bodies_only(void)
{
    struct bp_channel_state state = {.id = 5, .role = BP_ROLE_CLIENT};
    struct iovec seen = {SECOND, sizeof SECOND - 1}, unseen = {NULL, 6};
    bp_message_feed(&state, BP_SENT, 1, &(struct bp_run){&seen, 1, 0, seen.iov_len}, false);
    CHECK(is_open(&state, BP_SENT));
    bp_message_feed(&state, BP_SENT, 1, &(struct bp_run){&unseen, 1, 0, 6}, false);
    CHECK(!is_open(&state, BP_SENT) && !state.conversation->unframed);
    bp_message_feed(&state, BP_SENT, 1, &(struct bp_run){&unseen, 1, 0, 6}, false);
    CHECK(state.conversation->unframed && state.streams[BP_SENT].offset == sizeof SECOND BODY - 1 + 6);
    bp_message_drop(&state);
}

int main(void)
{
    CHECK(bp_recording());
    any_split_tells_the_same();
    CHECK(bp_segment_next(bp_self, 60000));
    an_end_before_the_end_is_told();
    unseen_bytes_are_counted_in_bodies_only();
    return 0;
}
