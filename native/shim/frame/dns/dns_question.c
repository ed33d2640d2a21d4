/* SPDX-License-Identifier: MIT */
/* A DNS message's header and first question, in any pieces, and the line that is made of them. */
#include "dns.h"

enum dns_step { IN_HEADER, IN_LENGTH, IN_LABEL, IN_TYPE, TOLD };

static bool is_plain(uint8_t byte)
{
    return byte > ' ' && byte < 127 && byte != '.' && byte != '\\';
}

/* As zone files have it (RFC 1035, section 5.1). */
static void keep_special(struct frame_run *run, uint8_t byte)
{
    if (byte == '.' || byte == '\\') {
        frame_keep_byte(run, '\\');
        frame_keep_byte(run, byte);
        return;
    }
    uint8_t escape[] = {'\\', (uint8_t)('0' + byte / 100), (uint8_t)('0' + byte / 10 % 10), (uint8_t)('0' + byte % 10)};
    frame_keep(run, escape, sizeof escape);
}

static void tell(struct frame_run *run, struct dns_direction *dns)
{
    bp_dns_keep_fields(run, dns);
    dns->step = TOLD;
}

static void begin_line(struct frame_run *run, struct dns_direction *dns)
{
    frame_keep_byte(run, dns->flags & DNS_RESPONSE ? 'R' : 'Q');
    frame_keep_byte(run, '\t');
    dns->step = IN_LENGTH;
    if (dns->count[0] == 0) tell(run, dns);
}

static void take_word(struct dns_direction *dns, unsigned place, uint16_t word)
{
    if (place == 1) dns->flags = word;
    if (place > 1) dns->count[place - 2] = word;
}

/* Mostly it comes in one piece. */
static size_t take_header(struct frame_run *run, struct dns_direction *dns, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    for (; dns->at == 0 && count >= DNS_HEADER && done < DNS_HEADER; done += 2)
        take_word(dns, (unsigned)done / 2, dns_word(bytes + done));
    if (done == 0) {
        dns->number = (uint16_t)(dns->number << 8 | bytes[done++]);
        if (++dns->at % 2 == 0) take_word(dns, dns->at / 2u - 1, dns->number);
    }
    if (done == DNS_HEADER || dns->at == DNS_HEADER) begin_line(run, dns);
    return done;
}

/* A first question is never compressed, for there is nothing before it: what claims to be ends the line. */
static void take_length(struct frame_run *run, struct dns_direction *dns, uint8_t byte)
{
    if (byte > 63 || dns->name + byte > 254) {
        tell(run, dns);
        return;
    }
    if (dns->name == 0 ? byte == 0 : byte != 0) frame_keep_byte(run, '.');
    dns->name = (uint8_t)(dns->name + byte + 1);
    dns->label = byte;
    dns->step = byte ? IN_LABEL : IN_TYPE;
    dns->at = 0;
}

static void take_type(struct frame_run *run, struct dns_direction *dns, uint8_t byte)
{
    dns->number = (uint16_t)(dns->number << 8 | byte);
    if (++dns->at == 2) dns->type = dns->number;
    if (dns->at < 4) return;
    dns->class = dns->number;
    tell(run, dns);
}

static size_t take_label(struct frame_run *run, struct dns_direction *dns, const uint8_t *bytes, size_t count)
{
    size_t most = dns->label < count ? dns->label : count, done = 0;
    while (done < most && is_plain(bytes[done]))
        done++;
    if (done)
        frame_keep(run, bytes, done);
    else
        keep_special(run, bytes[done++]);
    dns->label = (uint8_t)(dns->label - done);
    if (dns->label == 0) dns->step = IN_LENGTH;
    return done;
}

size_t bp_dns_take(struct frame_run *run, struct dns_direction *dns, const uint8_t *bytes, size_t count)
{
    switch (dns->step) {
    case IN_HEADER:
        return take_header(run, dns, bytes, count);
    case IN_LENGTH:
        take_length(run, dns, *bytes);
        return 1;
    case IN_LABEL:
        return take_label(run, dns, bytes, count);
    default:
        take_type(run, dns, *bytes);
        return 1;
    }
}

bool bp_dns_told(const struct dns_direction *dns)
{
    return dns->step == TOLD;
}

void bp_dns_end(struct frame_run *run, struct dns_direction *dns)
{
    if (dns->step != TOLD && dns->step != IN_HEADER) tell(run, dns);
}
