/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "../frame/frame.h"

#define LONG_WAIT_DEFAULT_US 20u
#define LONG_WAIT_MAX_US 1000000000u

struct bp_options bp_options = {.isolate = true,
                                .redact = true,
                                .tls = true,
                                .text_limit = BP_TEXT_DEFAULT,
                                .long_wait = LONG_WAIT_DEFAULT_US * 1000u};

static bool is(const char *name, const char *wanted)
{
    const char *value = getenv(name);
    return value && strcmp(value, wanted) == 0;
}

/* A decimal number up to `most`; anything else leaves the default. */
static uint32_t number_of(const char *value, uint32_t otherwise, uint32_t most)
{
    uint64_t number = 0;
    if (!value || !*value) return otherwise;
    for (; *value; value++) {
        if (*value < '0' || *value > '9') return otherwise;
        number = number * 10 + (uint64_t)(*value - '0');
        if (number > most) number = most;
    }
    return (uint32_t)number;
}

__attribute__((constructor(102))) static void read_options(void)
{
    bp_options.isolate = !is("LIBBTRACE_ISOLATION", "none");
    bp_options.full = is("LIBBTRACE_ISOLATION", "full");
    bp_options.redact = !is("LIBBTRACE_REDACT", "0");
    bp_frame_hide(getenv("LIBBTRACE_REDACT_KEYS"));
    bp_options.tls = !is("LIBBTRACE_TLS", "0");
    bp_options.text_limit = number_of(getenv("LIBBTRACE_TEXT"), BP_TEXT_DEFAULT, BP_TEXT_MAX);
    bp_options.long_wait =
        1000ull * number_of(getenv("LIBBTRACE_LOCK_THRESHOLD"), LONG_WAIT_DEFAULT_US, LONG_WAIT_MAX_US);
}
