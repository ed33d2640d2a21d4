/* SPDX-License-Identifier: MIT */
/* What the gateway protocols (FastCGI, uwsgi, SCGI) remember of a request's variables and of an answer's head. */
#ifndef BP_CGI_STATE_H
#define BP_CGI_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "../parameter.h"

#define CGI_NAME_MAX 32u

struct cgi_variable {
    uint64_t number; /* what it says in decimal digits where it is_length; UINT64_MAX: it says something else */
    union {
        uint8_t name[CGI_NAME_MAX];
        struct parameter_scan scan; /* of the value, where the user named parameters */
    };
    uint8_t fate; /* what becomes of the value */
    uint8_t name_count;
    bool is_length; /* CONTENT_LENGTH */
};

struct cgi_head {
    struct parameter_scan scan;
    uint64_t name; /* hash of the open header's */
    uint8_t phase;
    bool secret; /* the header that is open, or may be continued, is one */
};

#endif
