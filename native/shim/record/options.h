/* SPDX-License-Identifier: MIT */
/* What the user asked for in the environment, read once when the library starts. */
#ifndef BP_OPTIONS_H
#define BP_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct bp_options {
    bool isolate;        /* LIBBTRACE_ISOLATION: reads end at message borders ... */
    bool full;           /* ... and waits tell of one connection at a time */
    bool redact;         /* LIBBTRACE_REDACT; the names of LIBBTRACE_REDACT_KEYS are the framers' */
    bool tls;            /* LIBBTRACE_TLS: TLS is seen in plain text */
    uint32_t text_limit; /* LIBBTRACE_TEXT: bytes of a message kept */
    uint64_t long_wait;  /* LIBBTRACE_LOCK_THRESHOLD, in ns here: waits for a lock are recorded from this length on */
};

extern struct bp_options bp_options;

#endif
