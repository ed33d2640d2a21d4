/* SPDX-License-Identifier: MIT */
/* One process between fork or exec and its end. */
#ifndef BP_IMAGE_H
#define BP_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

/* Begins the image unless that has been done. False while it is being done elsewhere and where there is no spool. */
bool bp_image_enter(void);

/*
 * Around a fork. The token tells the child's first record of the parent's; the child takes it with its first call,
 * which may be one of the program's own fork handlers. `parent`: the image that forked.
 */
void bp_image_expect(uint64_t token);
void bp_image_forked(uint64_t parent);

/* The identity of this image, 0 before it began. */
uint64_t bp_image_id(void);

/* A token for a child to be born: different for each call and process, never 0. */
uint64_t bp_birth_token(void);

#endif
