/* SPDX-License-Identifier: MIT */
/*
 * Names whose values are never kept (law 7): those of credentials and cookies, and those that the user gives. A name is
 * known by its hash, so that it may come in any pieces; two names of one hash would hide too much, never too little.
 */
#ifndef BP_SECRET_H
#define BP_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SECRET_HASH_BEGIN 0xcbf29ce484222325u

/* The hash (FNV-1a) of a name and one more byte, in any case. */
static inline uint64_t secret_hash(uint64_t hash, uint8_t byte)
{
    uint8_t small = byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte;
    return (hash ^ small) * 0x100000001b3u;
}

/* Whether the user gave names of his own: then parameters in URLs are looked at as well. */
extern bool bp_secrets_named;

/* Whether a value of the name so hashed is hidden. */
bool bp_secret_name(uint64_t hash);

#endif
