/* SPDX-License-Identifier: MIT */
/* A DNS message's header and first question, byte by byte, and the line that is made of them. */
#include "dns.h"

enum dns_step { IN_HEADER, IN_LENGTH, IN_LABEL, IN_TYPE, TOLD };

/* As zone files have it (RFC 1035, section 5.1). */
static void keep_name_byte(struct frame_run *run, uint8_t byte)
{
    if (byte > ' ' && byte < 127) {
        if (byte == '.' || byte == '\\') frame_keep_byte(run, '\\');
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

static void take_header(struct frame_run *run, struct dns_direction *dns, uint8_t byte)
{
    uint8_t word = dns->at++ / 2;
    dns->number = (uint16_t)(dns->number << 8 | byte);
    if (dns->at % 2) return;
    if (word == 1) dns->flags = dns->number;
    if (word > 1) dns->count[word - 2] = dns->number;
    if (dns->at == DNS_HEADER) begin_line(run, dns);
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

void bp_dns_take(struct frame_run *run, struct dns_direction *dns, uint8_t byte)
{
    switch (dns->step) {
    case IN_HEADER:
        take_header(run, dns, byte);
        break;
    case IN_LENGTH:
        take_length(run, dns, byte);
        break;
    case IN_LABEL:
        keep_name_byte(run, byte);
        if (--dns->label == 0) dns->step = IN_LENGTH;
        break;
    case IN_TYPE:
        take_type(run, dns, byte);
        break;
    default:
        break;
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
