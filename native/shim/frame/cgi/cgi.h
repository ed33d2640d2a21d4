/* SPDX-License-Identifier: MIT */
/* What is kept of CGI's variables (RFC 3875, section 4.1) and of the head of a script's answer (section 6.3), whichever
 * gateway protocol brings them. */
#ifndef BP_CGI_H
#define BP_CGI_H

#include "../keep.h"

/* Room that a variable's name or a few bytes of a head may want. */
#define CGI_ROOM 64u

/* Part of a variable's name. */
void bp_cgi_name(struct cgi_variable *variable, const uint8_t *bytes, size_t count);

/* The name is complete: a variable that is kept gets its line, `NAME=`. */
void bp_cgi_value_begins(struct frame_run *run, struct cgi_variable *variable);

/* Part of the value. Returns how many bytes it took: all, or as far as the room goes. */
size_t bp_cgi_value(struct frame_run *run, struct cgi_variable *variable, const uint8_t *bytes, size_t count);

/* The value is complete; the next name may come. */
void bp_cgi_value_ends(struct frame_run *run, struct cgi_variable *variable);

/* Whether it is the name of a variable that servers pass on. */
bool bp_cgi_is_variable(const uint8_t *name, size_t count);

/* Part of an answer, kept up to its blank line as it is, but for secrets. Returns how many bytes it took: up to and
 * with the blank line, all, or as far as the room goes. */
size_t bp_cgi_head(struct frame_run *run, struct cgi_head *head, const uint8_t *bytes, size_t count);

bool bp_cgi_head_is_over(const struct cgi_head *head);
/* Whether the head stands at the begin of a line that can be read without what came before. */
bool bp_cgi_head_rests(const struct cgi_head *head);

#endif
