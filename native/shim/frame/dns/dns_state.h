/* SPDX-License-Identifier: MIT */
/* What a conversation of DNS over TCP remembers, and what is known of one datagram. */
#ifndef BP_DNS_STATE_H
#define BP_DNS_STATE_H

#include <stdint.h>

struct dns_direction {
    uint32_t left;     /* bytes of the message to come, without its length prefix */
    uint16_t flags;    /* the header's second word */
    uint16_t count[4]; /* questions, answers, authorities, additional records */
    uint16_t type;     /* of the first question */
    uint16_t class;
    uint16_t number; /* high byte of a field on its way */
    uint8_t prefix;  /* bytes of the length prefix to come */
    uint8_t step;
    uint8_t at;    /* within the step */
    uint8_t label; /* bytes of the open label to come */
    uint8_t name;  /* bytes of the name that have passed */
};

struct dns_shared {
    uint8_t nothing; /* borders do not depend on the other direction */
};

#endif
