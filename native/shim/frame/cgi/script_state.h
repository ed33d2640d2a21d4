/* SPDX-License-Identifier: MIT */
/* What a script's conversation remembers. */
#ifndef BP_SCRIPT_STATE_H
#define BP_SCRIPT_STATE_H

#include "cgi_state.h"

#define SCRIPT_NAME_MAX 14u

/* The begin of what the script says. */
struct script_output {
    struct parameter_scan scan;
    uint8_t name[SCRIPT_NAME_MAX]; /* of the field that is open */
    uint8_t name_count;
};

struct cgi_direction {
    union {
        struct cgi_variable variable; /* of the request */
        struct script_output output;  /* of the answer */
    };
    uint8_t step;
};

struct cgi_shared {
    uint8_t nothing;
};

#endif
