/* SPDX-License-Identifier: MIT */
/* Hides the values of parameters that the user named, `?name=value&name=value`, in whatever pieces the text comes. */
#ifndef BP_PARAMETER_H
#define BP_PARAMETER_H

#include <stdbool.h>
#include <stdint.h>

struct frame_run;

struct parameter_scan {
    uint64_t name; /* hash of the name so far */
    uint8_t step;
    uint8_t escape; /* percent-encoded byte of the name on its way */
};

/* The text is parameters from its first byte on. */
void bp_parameter_begin(struct parameter_scan *scan);

/* Whether one byte of the text stays as it is; where a hidden value begins, its place is kept. */
bool bp_parameter_stays(struct frame_run *run, struct parameter_scan *scan, uint8_t byte);

/* Keeps one byte of the text, or what stands in its place: never more than one byte. */
void bp_parameter(struct frame_run *run, struct parameter_scan *scan, uint8_t byte);

#endif
