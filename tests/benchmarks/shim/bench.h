/* SPDX-License-Identifier: MIT */
/* What the operations of the micro benchmark share. */
#ifndef BENCH_H
#define BENCH_H

#include <stddef.h>

/* One kind of work: `prepare` once, then `once` again and again. */
struct operation {
    const char *name;
    size_t size;    /* bytes moved, 0 where none are */
    unsigned calls; /* wrapped calls in one `once`, among which the time is divided */
    unsigned batch; /* of them in one measurement */
    void (*prepare)(size_t size);
    void (*once)(size_t size);
};

/* Ends the program with the failed call's error. */
void fail(const char *what);

extern const struct operation moves[], others[];

#endif
