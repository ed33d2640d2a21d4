/* SPDX-License-Identifier: MIT */
/* Frames of HTTP/2 for scripts. */
#ifndef HTTP2_SCRIPT_H
#define HTTP2_SCRIPT_H

#include "conversation_script.h"

#define PREFACE "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" /* 24 bytes */
#define SETTINGS "\0\0\0\4\0\0\0\0\0"              /* 9 bytes */

enum { DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS_FRAME, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION };
enum { END_STREAM = 1, END_HEADERS = 4, PADDED = 8, WITH_PRIORITY = 32, WHOLE = END_STREAM | END_HEADERS };

void script_frame(struct script *script, char side, uint8_t type, uint8_t flags, uint32_t stream, const void *payload,
                  size_t count);
#define FRAME(script, side, type, flags, stream, payload)                                                              \
    script_frame(script, side, type, flags, stream, payload, sizeof(payload) - 1)

/* Both sides' prefaces: client 33 bytes, server 9. */
void script_http2_started(struct script *script);

#endif
