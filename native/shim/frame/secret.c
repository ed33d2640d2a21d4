/* SPDX-License-Identifier: MIT */
#include "secret.h"

#include <string.h>

#include "frame.h"

#define NAMES_MAX 64

/* Hashes of names; a test holds them to these. */
static const uint64_t always[] = {
    0xff974ce1fd18159eu, /* authorization */
    0x5bae9ac1094f949bu, /* proxy-authorization */
    0x46726d6ad9e9607fu, /* cookie */
    0x9743b29f3fb37e38u, /* set-cookie */
};

static uint64_t names[NAMES_MAX];
static size_t count;
static bool all; /* there were more names than fit */

bool bp_secrets_named;

static bool is_among(const uint64_t *hashes, size_t of, uint64_t hash)
{
    for (size_t i = 0; i < of; i++)
        if (hashes[i] == hash) return true;
    return false;
}

bool bp_secret_name(uint64_t hash)
{
    return all || is_among(always, sizeof always / sizeof always[0], hash) || is_among(names, count, hash);
}

static void add(uint64_t hash)
{
    if (count < NAMES_MAX)
        names[count++] = hash;
    else
        all = true;
    bp_secrets_named = true;
}

void bp_frame_hide(const char *list)
{
    count = 0;
    all = bp_secrets_named = false;
    while (list && *list) {
        list += strspn(list, ", \t");
        size_t length = strcspn(list, ", \t");
        uint64_t hash = SECRET_HASH_BEGIN;
        for (size_t i = 0; i < length; i++)
            hash = secret_hash(hash, (uint8_t)list[i]);
        if (length) add(hash);
        list += length;
    }
}
