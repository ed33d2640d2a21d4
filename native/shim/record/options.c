/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "../../wire/wire.h"

struct bp_options bp_options = {.isolate = true, .redact = true, .text_limit = BP_TEXT_DEFAULT};

static bool is(const char *name, const char *wanted)
{
    const char *value = getenv(name);
    return value && strcmp(value, wanted) == 0;
}

/* A number of bytes; anything else leaves the default. */
static uint32_t bytes_of(const char *value, uint32_t otherwise)
{
    uint32_t bytes = 0;
    if (!value || !*value) return otherwise;
    for (; *value; value++) {
        if (*value < '0' || *value > '9') return otherwise;
        bytes = bytes * 10 + (uint32_t)(*value - '0');
        if (bytes > BP_TEXT_MAX) return BP_TEXT_MAX;
    }
    return bytes;
}

__attribute__((constructor)) static void read_options(void)
{
    bp_options.isolate = !is("LIBBTRACE_ISOLATION", "none");
    bp_options.full = is("LIBBTRACE_ISOLATION", "full");
    bp_options.redact = !is("LIBBTRACE_REDACT", "0");
    bp_options.text_limit = bytes_of(getenv("LIBBTRACE_TEXT"), BP_TEXT_DEFAULT);
}
