/* SPDX-License-Identifier: MIT */
#include "record.h"

#include <string.h>

#include "../guard/raw.h"
#include "segment.h"

static __attribute__((noinline)) void *claim_in_next(struct bp_self *self, size_t size, enum bp_record_kind kind,
                                                     uint16_t call)
{
    void *record = NULL;
    /* The call that is being recorded may have returned in another process than it began in: a handler forked. */
    if (self->state == BP_SELF_BLANK && !bp_self_enter()) return NULL;
    if (size <= BP_RECORD_MAX && bp_segment_next(self, size)) record = bp_segment_claim(self, size, kind, call);
    if (record) return record;
    bp_segment_lose(self);
    return NULL;
}

/* `claims` is raised before the segment is looked up: from then on no handler unmaps it. */
void *bp_record_claim(size_t size, enum bp_record_kind kind, uint16_t call)
{
    struct bp_self *self = bp_self;
    if (!self) return NULL;
    size = (size + 7) & ~(size_t)7;
    self->claims++;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    void *record = bp_segment_claim(self, size, kind, call);
    if (__builtin_expect(!record, 0)) record = claim_in_next(self, size, kind, call);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    if (__builtin_expect(!record, 0)) self->claims--;
    return record;
}

void bp_record_commit(void *record)
{
    struct bp_self *self = bp_self;
    struct bp_head *head = record;
    __atomic_store_n(&head->state, 1, __ATOMIC_RELEASE);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    if (__builtin_expect(self->claims > 0, 1)) self->claims--;
    if (__builtin_expect(self->retired > 0 && self->claims == 0, 0)) bp_segment_release(self);
}

/* The space behind `size` is clean: whoever shrinks has written nothing there that it does not take back. */
bool bp_record_shrink(void *record, size_t size)
{
    struct bp_segment *segment = bp_self->current.segment;
    struct bp_head *head = record;
    uint64_t at = (uint64_t)((char *)record - (char *)segment), before = head->size, end = at + before;
    size = (size + 7) & ~(size_t)7;
    if (!segment || at >= segment->size) return false;
    if (size >= before) return true;
    if (size > 0) head->size = (uint32_t)size;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    if (!bp_claimed_move(&segment->claimed, &end, at + size)) {
        head->size = (uint32_t)before;
        return false;
    }
    if (size == 0) bp_self->claims--;
    return true;
}

void bp_record_call(const struct bp_call_facts *facts)
{
    size_t length = facts->text ? facts->text_length : 0;
    if (length > BP_RECORD_MAX - sizeof(struct bp_call)) length = BP_RECORD_MAX - sizeof(struct bp_call);
    struct bp_call *record = bp_record_claim(sizeof *record + length, BP_RECORD_CALL, facts->call);
    if (!record) return;
    record->begin = facts->begin;
    record->end = facts->end ? facts->end : bp_now();
    bp_record_lasted(record->begin, record->end);
    record->result = facts->result;
    record->error = facts->error;
    record->fd = facts->fd;
    record->channel = facts->channel;
    record->offset = facts->offset;
    record->argument = facts->argument;
    if (length > 0) memcpy(record + 1, facts->text, length);
    bp_record_commit(record);
}
