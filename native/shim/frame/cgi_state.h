/* SPDX-License-Identifier: MIT */
/* What the gateway protocols (FastCGI, uwsgi, SCGI) remember of a request's variables and of an answer's head. */
#ifndef BP_CGI_STATE_H
#define BP_CGI_STATE_H

#include <stdbool.h>
#include <stdint.h>

#define CGI_NAME_MAX 32u

struct cgi_variable {
    uint64_t number; /* what the value says in decimal digits; UINT64_MAX: it says something else */
    uint8_t fate;    /* what becomes of the value */
    uint8_t name_count;
    uint8_t name[CGI_NAME_MAX];
};

struct cgi_head {
    uint8_t phase;
    bool secret; /* the header that is open, or may be continued, is one */
    uint8_t name_count;
    uint8_t name[12];
};

#endif
