/* SPDX-License-Identifier: MIT */
/*
 * What the shim keeps of one thread. It lies in memory that the kernel hands to the child of any fork as zeros
 * (MADV_WIPEONFORK), so a child finds `state` BLANK however it was made, and begins anew.
 */
#ifndef BP_SELF_H
#define BP_SELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../wire/wire.h"

enum bp_self_state {
    BP_SELF_BLANK = 0,
    BP_SELF_READY = 1,
    BP_SELF_SHARED = 2, /* a vfork child or the like may be running on this thread's memory: compare the tid */
};

/* A mapped segment. */
struct bp_mapping {
    struct bp_segment *segment;
    uint64_t size;
};

#define BP_RETIRED_MAX 2 /* segments kept behind an open claim */

/* Rounds of thread-specific destructors: PTHREAD_DESTRUCTOR_ITERATIONS of glibc. The thread sanitizer takes the last
 * one. */
#ifdef __SANITIZE_THREAD__
#define BP_ENDINGS_MAX 3
#else
#define BP_ENDINGS_MAX 4
#endif

struct __attribute__((aligned(64))) bp_self {
    uint32_t state;
    uint32_t tid;
    uint32_t claims;  /* records claimed and not yet committed, by this thread and the handlers that interrupted it */
    uint32_t retired; /* in use below */
    struct bp_mapping current;
    uint64_t ready; /* bytes of it that have memory behind them */
    uint64_t stream;
    uint32_t number;  /* of the next segment */
    uint32_t endings; /* rounds of thread-specific destructors seen */
    uint64_t lost;    /* records dropped since the stream began */
    uint64_t vforked; /* CLOCK_MONOTONIC when the vfork under way began; else 0 */
    uint64_t gap;     /* of these, since the last record that was written */
    uint64_t retry;   /* CLOCK_MONOTONIC in ns before which the spool is not asked again */
    uint64_t refused; /* CLOCK_MONOTONIC in ns since when it has refused; 0 it does not */
    uint64_t sampled; /* CLOCK_MONOTONIC, ns, of the newest COST record; 0 none */
    bool waited;      /* a call has taken long since then */
    bool root;        /* this stream begins its image: its first record is PROCESS, else THREAD */
    uint64_t born;    /* CLOCK_MONOTONIC, ns */
    uint64_t parent_stream;
    uint64_t birth;
    void *(*start)(void *); /* of a thread made by pthread_create, until it runs */
    void *argument;
    struct bp_mapping past[BP_RETIRED_MAX]; /* left behind while a claim in them was open */
    uint32_t taken;                         /* last: zeroed after all else when the memory is given back */
};

/* NULL until the thread first comes here. */
extern __thread struct bp_self *bp_self;

/* The calling thread's stream, in memory that a forked child keeps: what a child that nobody announced descends from.
 */
extern __thread uint64_t bp_last_stream;

/* The answer of bp_recording() where it takes thought: sealed, first call of a thread, child of a fork or vfork. */
bool bp_self_enter(void);

/* State for a thread that does not run yet, or NULL. */
struct bp_self *bp_self_new(void);
void bp_self_free(struct bp_self *self);

/* Makes `self` the calling thread's, with a new stream. Signals are blocked. */
void bp_self_begin(struct bp_self *self, bool root);

/* Whether the caller is the thread that `self` belongs to, and not a task that borrows its memory. */
bool bp_self_owned(const struct bp_self *self);

/* Once a process: the destructor that closes the stream of a thread that ends. */
void bp_self_watch_endings(void);

#endif
