/* SPDX-License-Identifier: MIT */
/*
 * Appends records to the calling thread's segment. No function here allocates from the program's heap, takes a lock, or
 * changes errno; none makes a system call except when a segment is full or the thread has none yet.
 */
#ifndef BP_RECORD_H
#define BP_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../wire/wire.h"
#include "../guard/self.h"
#include "../guard/switch.h"
#include "clock.h"

/* Numbers of calls.def: BP_CALL_read and so on. */
enum bp_call_number {
#define BP_CALL(number, name, family, symbols, argument, second) BP_CALL_##name = number,
#include "../../wire/calls.def"
};

/* Whether what this thread does now is to be recorded: false in a vfork child, inside the shim itself, while tracing is
 * off, and where no spool could be had. A wrapper that gets false forwards and does nothing else. */
static inline bool bp_recording(void)
{
    if (__builtin_expect(bp_switched_off(), 0)) return bp_sealed && bp_self_enter();
    const struct bp_self *self = bp_self;
    if (__builtin_expect(self && self->state == BP_SELF_READY, 1)) return true;
    return bp_self_enter();
}

/* Space for a record of `size` bytes (rounded up to 8 here; fixed part and text together), its head already claimed;
 * NULL when it had to be dropped, which is counted. The caller fills everything behind the head, then commits. */
void *bp_record_claim(size_t size, enum bp_record_kind kind, uint16_t call);
void bp_record_commit(void *record);

/* Between claim and commit: gives back the end of the newest claim, so that text of unknown length can be written in
 * place. The record keeps its first `size` bytes (rounded up to 8); 0 withdraws it. False when a signal handler has
 * claimed the space behind it: then it stays as long as it was and has to be committed, its spare bytes zeroed by the
 * caller. */
bool bp_record_shrink(void *record, size_t size);

/* One CALL record. `end` 0 means now. `text` may be NULL; it is cut at BP_RECORD_MAX. */
struct bp_call_facts {
    uint16_t call;
    int fd;
    int error;
    int64_t result;
    uint64_t begin;
    uint64_t end;
    uint64_t channel;
    uint64_t offset;
    uint64_t argument;
    const char *text;
    size_t text_length;
};
void bp_record_call(const struct bp_call_facts *facts);

/* One COST record of the calling thread (one getrusage). */
void bp_record_cost(void);

/* The thread turned to another request at `time`: a COST record, unless it has worked without a wait and the newest one
 * is young. */
void bp_record_turn(uint64_t time);

#define BP_WAITED_NS 20000u /* a call that takes longer has waited for something */

/* Tells of a call of this thread what bp_record_turn wants to know. */
static inline void bp_record_lasted(uint64_t begin, uint64_t end)
{
    if (__builtin_expect(end - begin > BP_WAITED_NS, 0) && bp_self) bp_self->waited = true;
}

#endif
