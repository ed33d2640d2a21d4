/* SPDX-License-Identifier: MIT */
/* DNS over TCP (RFC 7766), each message behind its length, and over UDP, where a datagram is a message. Answers come in
 * any order: the id tells whose they are. */
#include "dns.h"

#define PREFIX 2u
#define OPCODE_NOTIFY 4u
#define OPCODE_UPDATE 5u

/* Exchange numbers are never 0, ids may be. */
static uint32_t exchange_of(const uint8_t *header)
{
    return 0x10000u + dns_word(header);
}

/* Whether the first `count` bytes of a header may be those with which somebody asks a server something. */
static bool asks(const uint8_t *header, size_t count)
{
    uint16_t flags = count < 4 ? 0 : dns_word(header + 2), opcode = DNS_OPCODE(flags);
    if (flags & (DNS_RESPONSE | DNS_TRUNCATED | DNS_AVAILABLE | DNS_ZERO) || DNS_RCODE(flags)) return false;
    if (opcode != 0 && opcode != OPCODE_NOTIFY && opcode != OPCODE_UPDATE) return false;
    if (count >= 6 && dns_word(header + 4) != 1) return false;
    if (count < DNS_HEADER) return true;
    uint16_t most = opcode == OPCODE_UPDATE ? 64 : 1;
    return dns_word(header + 6) <= most && dns_word(header + 8) <= most && dns_word(header + 10) <= 2;
}

static int dns_recognise(const uint8_t *first, size_t count, bool hinted)
{
    (void)hinted;
    if (count >= PREFIX && dns_word(first) < DNS_HEADER + 5) return FRAME_GIVE_UP;
    if (count > PREFIX && !asks(first + PREFIX, count - PREFIX)) return FRAME_GIVE_UP;
    if (count <= PREFIX + DNS_HEADER) return FRAME_MORE;
    return first[PREFIX + DNS_HEADER] < 64 ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

static int dns_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    if (count < PREFIX + DNS_HEADER) return FRAME_MORE;
    if (dns_word(first) < DNS_HEADER) return FRAME_GIVE_UP;
    bool response = dns_word(first + PREFIX + 2) & DNS_RESPONSE;
    run->self->dns = (struct dns_direction){.prefix = PREFIX, .left = dns_word(first)};
    run->self->exchange = exchange_of(first + PREFIX);
    if (response == run->self->asking) return BP_MESSAGE_NOTICE;
    return response ? BP_MESSAGE_RESPONSE : BP_MESSAGE_REQUEST;
}

static size_t dns_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct dns_direction *dns = &run->self->dns;
    size_t done = 0;
    for (; dns->prefix && done < count; done++)
        dns->prefix--;
    while (done < count && dns->left && !bp_dns_told(dns) && frame_has_room(run, DNS_TAIL_ROOM)) {
        size_t taken = bp_dns_take(run, dns, bytes + done, dns->left < count - done ? dns->left : count - done);
        dns->left -= (uint32_t)taken;
        done += taken;
    }
    if (bp_dns_told(dns)) {
        size_t rest = dns->left < count - done ? dns->left : count - done;
        dns->left -= (uint32_t)rest;
        done += rest;
    }
    if (dns->left || dns->prefix) return done;
    bp_dns_end(run, dns);
    run->ended = true;
    return done;
}

static bool dns_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

static bool dns_resumes(const uint8_t *first, size_t count)
{
    return dns_recognise(first, count, true) == BP_MESSAGE_REQUEST;
}

/* Bytes of the first question; 0 when it is none. */
static size_t question_size(const uint8_t *bytes, size_t count)
{
    size_t at = 0;
    while (at < count && bytes[at] && bytes[at] < 64)
        at += bytes[at] + 1u;
    return at < 255 && at + 5 <= count && bytes[at] == 0 ? at + 5 : 0;
}

/* A query by all that it says: where nobody said that it is one, nothing may be left over. */
static bool is_query(const uint8_t *bytes, size_t count, size_t length)
{
    if (!asks(bytes, count)) return false;
    size_t question = question_size(bytes + DNS_HEADER, count - DNS_HEADER);
    if (!question) return false;
    uint16_t class = dns_word(bytes + DNS_HEADER + question - 2);
    bool known = class == 1 || class == 3 || class == 4 || class == 255;
    bool more = dns_word(bytes + 6) || dns_word(bytes + 8) || dns_word(bytes + 10);
    return known && (more ? length > DNS_HEADER + question : length == DNS_HEADER + question);
}

static int dns_datagram(struct frame_run *run, const uint8_t *bytes, size_t count, size_t length, bool hinted)
{
    if (count < DNS_HEADER) return FRAME_GIVE_UP;
    bool response = dns_word(bytes + 2) & DNS_RESPONSE;
    bool lawful = hinted && (response || dns_word(bytes + 4) <= 1) && !(dns_word(bytes + 2) & DNS_ZERO);
    if (!lawful && !is_query(bytes, count, length)) return FRAME_GIVE_UP;
    struct dns_direction dns = {0};
    for (size_t at = 0; at < count && !bp_dns_told(&dns);)
        at += bp_dns_take(run, &dns, bytes + at, count - at);
    bp_dns_end(run, &dns);
    run->self->exchange = exchange_of(bytes);
    return response ? BP_MESSAGE_RESPONSE : BP_MESSAGE_REQUEST;
}

const struct frame_protocol bp_dns = {
    .recognise = dns_recognise,
    .begin = dns_begin,
    .advance = dns_advance,
    .lawful = dns_lawful,
    .resumes = dns_resumes,
    .datagram = dns_datagram,
};
