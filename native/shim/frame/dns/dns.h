/* SPDX-License-Identifier: MIT */
/* What the parts of the DNS framer share (RFC 1035, section 4). */
#ifndef BP_DNS_H
#define BP_DNS_H

#include "../conversation.h"

#define DNS_HEADER 12u     /* bytes */
#define DNS_TAIL_ROOM 256u /* bytes of text that a byte of the name and all fields behind it take at most */

#define DNS_RESPONSE 0x8000u
#define DNS_TRUNCATED 0x0200u
#define DNS_AVAILABLE 0x0080u /* RA: responses only */
#define DNS_ZERO 0x0040u
#define DNS_OPCODE(flags) ((flags) >> 11 & 15u)
#define DNS_RCODE(flags) ((flags)&15u)

static inline uint16_t dns_word(const uint8_t *bytes)
{
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

/* Takes some of the message's next bytes, at least one, while not all that is kept has been told. */
size_t bp_dns_take(struct frame_run *run, struct dns_direction *dns, const uint8_t *bytes, size_t count);

/* Whether all that is kept has been. */
bool bp_dns_told(const struct dns_direction *dns);

/* The message is over: whatever its line lacks is added. */
void bp_dns_end(struct frame_run *run, struct dns_direction *dns);

/* The line's fields behind the question's name. */
void bp_dns_keep_fields(struct frame_run *run, const struct dns_direction *dns);

#endif
