/* SPDX-License-Identifier: MIT */
/* What uwsgi and SCGI have in common: a connection brings one request, which is variables and a body as long as
 * CONTENT_LENGTH says, and what the script answers goes on to the connection's end. */
#ifndef BP_GATEWAY_H
#define BP_GATEWAY_H

#include "cgi.h"

/* A second request, and an answer that nobody asked for, end framing. */
int bp_gateway_begin(struct frame_run *run, struct gateway *self);

/* The value of a variable is complete. */
void bp_gateway_value_ends(struct frame_run *run, struct gateway *self);

/* Part of the body, which may be of no length. Returns how many bytes it took. */
size_t bp_gateway_body(struct frame_run *run, struct gateway *self, size_t count);

/* Part of the answer. Returns how many bytes it took: all, or as far as the room goes. */
size_t bp_gateway_answer(struct frame_run *run, struct gateway *self, const uint8_t *bytes, size_t count);

/* Bytes that nobody saw: those of the body (`in_body`: all variables have passed), or what follows an answer's head. */
size_t bp_gateway_unseen(struct frame_run *run, struct gateway *self, bool in_body, size_t count);

/* Only the answer's end is the connection's. */
bool bp_gateway_lawful(const struct frame_direction *self);

#endif
