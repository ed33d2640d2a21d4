/* SPDX-License-Identifier: MIT */
/* The two sides of IMAP. */
#ifndef BP_IMAP_H
#define BP_IMAP_H

#include "mail.h"

enum imap_kind { IMAP_PLAIN, IMAP_AUTHENTICATE, IMAP_IDLE, IMAP_TRANSFORM };

enum imap_phase { IMAP_TAG, IMAP_TEXT, IMAP_LITERAL };

#define IMAP_KIND 3u
#define IMAP_HASH_BEGIN 2166136261u

static inline uint32_t imap_hash(uint32_t hash, uint8_t byte)
{
    return (hash ^ byte) * 16777619u;
}

/* Follows a line to see whether it ends with {n}, {n+} or, when `feeds`, did so. */
bool bp_imap_brace(struct imap_direction *self, uint8_t byte);

int bp_imap_request(struct frame_run *run, const uint8_t *first, size_t count);
void bp_imap_request_byte(struct frame_run *run, uint8_t byte);

/* A literal begins, which the server may have refused. */
void bp_imap_literal(struct frame_run *run);

#endif
