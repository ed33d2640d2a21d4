/* SPDX-License-Identifier: MIT */
/* Datagrams that are messages by themselves: nothing is remembered from one to the next. */
#include "conversation.h"

/* Whose datagrams are known without a hint: those of the protocols that have a `datagram`, for most have none. */
static const uint16_t known_by_themselves[] = {BP_PROTOCOL_DNS};
#define KNOWN (sizeof known_by_themselves / sizeof known_by_themselves[0])

static int read_as(uint16_t protocol, struct frame_run *run, const uint8_t *bytes, size_t count, size_t length,
                   bool hinted)
{
    const struct frame_protocol *one = bp_frame_protocol(protocol);
    return one && one->datagram ? one->datagram(run, bytes, count, length, hinted) : FRAME_GIVE_UP;
}

bool bp_frame_datagram(uint16_t protocol, const uint8_t *bytes, size_t count, size_t length, uint32_t text_limit,
                       bool redact, uint8_t *text, struct bp_datagram_found *found)
{
    struct frame_state state;
    struct frame_direction self;
    state.text_limit = text_limit < BP_TEXT_MAX ? text_limit : BP_TEXT_MAX;
    state.redact = redact;
    self.kept = self.exchange = 0;
    self.flags = 0;
    struct frame_run run = {.state = &state, .self = &self, .text = text, .room = BP_DATAGRAM_ROOM};
    uint16_t number = protocol;
    int verdict = read_as(protocol, &run, bytes, count, length, true);
    for (size_t i = 0; i < KNOWN && verdict <= 0; i++) {
        number = known_by_themselves[i];
        if (number != protocol) verdict = read_as(number, &run, bytes, count, length, false);
    }
    if (verdict <= 0) return false;
    *found = (struct bp_datagram_found){.protocol = number,
                                        .type = (uint8_t)verdict,
                                        .flags = self.flags,
                                        .exchange = self.exchange,
                                        .text_length = (uint32_t)run.used};
    return true;
}
