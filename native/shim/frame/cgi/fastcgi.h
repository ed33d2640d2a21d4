/* SPDX-License-Identifier: MIT */
/* The two halves of FastCGI: records and what is kept of their content. */
#ifndef BP_FASTCGI_H
#define BP_FASTCGI_H

#include "cgi.h"

enum fastcgi_type {
    FASTCGI_BEGIN_REQUEST = 1,
    FASTCGI_ABORT_REQUEST,
    FASTCGI_END_REQUEST,
    FASTCGI_PARAMS,
    FASTCGI_STDIN,
    FASTCGI_STDOUT,
    FASTCGI_STDERR,
    FASTCGI_DATA,
    FASTCGI_GET_VALUES,
    FASTCGI_GET_VALUES_RESULT,
    FASTCGI_UNKNOWN_TYPE,
};

enum fastcgi_role { FASTCGI_RESPONDER = 1, FASTCGI_AUTHORIZER, FASTCGI_FILTER };

static inline uint8_t fastcgi_type(const struct fastcgi_direction *self)
{
    return self->header[1];
}

/* The record's request takes over the reader of text. */
void bp_fastcgi_content_begins(struct frame_run *run, struct fastcgi_request *request);

/* Whether the open record's content has nothing that is kept, so that it need not be seen. */
bool bp_fastcgi_skips(const struct frame_run *run, const struct fastcgi_request *request);

/* Content of the open record. Returns how many bytes it took: all, or as far as the room goes. */
size_t bp_fastcgi_content(struct frame_run *run, struct fastcgi_request *request, const uint8_t *bytes, size_t count);

#endif
