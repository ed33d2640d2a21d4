/* SPDX-License-Identifier: MIT */
/* How HTTP/1 finds out that a client goes on in HTTP/2. */
#ifndef BP_HTTP2_H
#define BP_HTTP2_H

#include <stddef.h>
#include <stdint.h>

/* REQUEST when the bytes are those with which a client of HTTP/2 begins, FRAME_MORE while they may be. */
int bp_http2_preface(const uint8_t *first, size_t count);

#endif
