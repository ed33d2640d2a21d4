/* SPDX-License-Identifier: MIT */
/* The names of numbers in a DNS message's line (the registry of RFC 6895; unknown types and classes as in RFC 3597). */
#include "../keep.h"
#include "dns.h"

struct name {
    uint16_t number;
    const char *name;
};

static const struct name types[] = {{1, "A"},       {2, "NS"},     {5, "CNAME"},  {6, "SOA"},    {12, "PTR"},
                                    {13, "HINFO"},  {15, "MX"},    {16, "TXT"},   {28, "AAAA"},  {33, "SRV"},
                                    {35, "NAPTR"},  {39, "DNAME"}, {43, "DS"},    {46, "RRSIG"}, {47, "NSEC"},
                                    {48, "DNSKEY"}, {50, "NSEC3"}, {52, "TLSA"},  {64, "SVCB"},  {65, "HTTPS"},
                                    {250, "TSIG"},  {251, "IXFR"}, {252, "AXFR"}, {255, "ANY"},  {257, "CAA"}};
static const struct name classes[] = {{1, "IN"}, {3, "CH"}, {4, "HS"}, {254, "NONE"}, {255, "ANY"}};
static const struct name opcodes[] = {{1, "iquery"}, {2, "status"}, {4, "notify"}, {5, "update"}, {6, "dso"}};
static const struct name bits[] = {{0x0400, "aa"}, {0x0200, "tc"}, {0x0100, "rd"},
                                   {0x0080, "ra"}, {0x0020, "ad"}, {0x0010, "cd"}};
static const struct name codes[] = {{0, "NOERROR"}, {1, "FORMERR"}, {2, "SERVFAIL"}, {3, "NXDOMAIN"},
                                    {4, "NOTIMP"},  {5, "REFUSED"}, {6, "YXDOMAIN"}, {7, "YXRRSET"},
                                    {8, "NXRRSET"}, {9, "NOTAUTH"}, {10, "NOTZONE"}};

/* `prefix` and the number stand for what has no name. */
static void keep_name(struct frame_run *run, const struct name *known, size_t count, uint16_t number,
                      const char *prefix)
{
    for (size_t i = 0; i < count; i++)
        if (known[i].number == number) {
            bp_keep(run, known[i].name);
            return;
        }
    bp_keep(run, prefix);
    bp_keep_number(run, number);
}
#define KEEP_NAME(run, known, number, prefix) keep_name(run, known, sizeof known / sizeof *known, number, prefix)

static void keep_flags(struct frame_run *run, uint16_t flags)
{
    bool first = true;
    if (DNS_OPCODE(flags)) {
        KEEP_NAME(run, opcodes, DNS_OPCODE(flags), "opcode");
        first = false;
    }
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++) {
        if (!(flags & bits[i].number)) continue;
        if (!first) frame_keep_byte(run, ' ');
        bp_keep(run, bits[i].name);
        first = false;
    }
}

void bp_dns_keep_fields(struct frame_run *run, const struct dns_direction *dns)
{
    frame_keep_byte(run, '\t');
    if (dns->type) KEEP_NAME(run, types, dns->type, "TYPE");
    frame_keep_byte(run, '\t');
    if (dns->class) KEEP_NAME(run, classes, dns->class, "CLASS");
    frame_keep_byte(run, '\t');
    keep_flags(run, dns->flags);
    if (dns->flags & DNS_RESPONSE) {
        frame_keep_byte(run, '\t');
        KEEP_NAME(run, codes, DNS_RCODE(dns->flags), "RCODE");
        for (int i = 1; i < 4; i++) {
            frame_keep_byte(run, i == 1 ? '\t' : '/');
            bp_keep_number(run, dns->count[i]);
        }
    }
    frame_keep_byte(run, '\n');
}
