/* SPDX-License-Identifier: MIT */
/* Names of the static table (https://www.rfc-editor.org/rfc/rfc7541#appendix-A) that the user may have named. */
#include "../secret.h"
#include "hpack.h"

/* Behind the pseudo headers, which have no names that could be meant. */
#define FIRST 15u

static const char *const names[HPACK_STATIC - FIRST + 1] = {
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "accept",
    "access-control-allow-origin",
    "age",
    "allow",
    "authorization",
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-range",
    "content-type",
    "cookie",
    "date",
    "etag",
    "expect",
    "expires",
    "from",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "last-modified",
    "link",
    "location",
    "max-forwards",
    "proxy-authenticate",
    "proxy-authorization",
    "range",
    "referer",
    "refresh",
    "retry-after",
    "server",
    "set-cookie",
    "strict-transport-security",
    "transfer-encoding",
    "user-agent",
    "vary",
    "via",
    "www-authenticate",
};

bool bp_hpack_static_secret(uint32_t index)
{
    if (index < FIRST) return false;
    uint64_t hash = SECRET_HASH_BEGIN;
    for (const char *letter = names[index - FIRST]; *letter; letter++)
        hash = secret_hash(hash, (uint8_t)*letter);
    return bp_secret_name(hash);
}
