/* SPDX-License-Identifier: MIT */
/* Claims and commits of every size, across segments, nested as handlers nest them. */
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../../../native/shim/guard/self.h"
#include "../../../native/shim/record/quota.h"
#include "../../../native/shim/record/segment.h"
#include "../../../native/shim/record/spool.h"
#include "unit.h"

static void call_of(size_t text_length, uint64_t argument)
{
    static char text[BP_RECORD_MAX];
    memset(text, 'x', text_length);
    bp_record_call(&(struct bp_call_facts){
        .call = BP_CALL_read, .fd = 7, .begin = 1, .argument = argument, .text = text, .text_length = text_length});
}

static const struct bp_call *last_call(const struct bp_segment *segment)
{
    const struct bp_call *last = NULL;
    const char *at = (const char *)segment + segment->header_size;
    while (at < (const char *)segment + segment->claimed) {
        const struct bp_head *head = (const void *)at;
        if (head->size && head->kind == BP_RECORD_CALL) last = (const void *)at;
        at += head->size ? head->size : sizeof *head;
    }
    return last;
}

static void sizes_are_rounded_and_text_is_padded(void)
{
    for (size_t length = 0; length < 40; length++) {
        call_of(length, length);
        const struct bp_call *call = last_call(bp_self->current.segment);
        CHECK(call->head.size == (sizeof *call + length + 7) / 8 * 8 && call->head.state == 1);
        CHECK(call->argument == length && call->fd == 7 && call->begin == 1 && call->end > 1);
        const char *text = (const char *)(call + 1);
        for (size_t i = 0; i < call->head.size - sizeof *call; i++)
            CHECK(text[i] == (i < length ? 'x' : 0));
    }
}

static void the_largest_record_gets_a_segment_that_holds_it(void)
{
    uint32_t before = bp_self->number;
    call_of(BP_RECORD_MAX - sizeof(struct bp_call), 5);
    CHECK(bp_self->number == before + 1);
    CHECK(bp_self->current.segment->size > BP_RECORD_MAX && bp_self->current.segment->size % BP_SEGMENT_MIN == 0);
    CHECK(last_call(bp_self->current.segment)->head.size == BP_RECORD_MAX);
    CHECK(bp_record_claim(BP_RECORD_MAX + 8, BP_RECORD_CALL, 1) == NULL);
    CHECK(bp_self->lost == 1 && bp_self->gap == 1 && bp_self->current.segment->lost == 1);
}

static void fill_current(void)
{
    uint32_t number = bp_self->number;
    while (bp_self->number == number)
        call_of(1000, 1);
}

/* What a handler does that interrupts a claim: fills segments of its own, and returns. */
static void a_claim_stays_valid_while_others_fill_segments(void)
{
    struct bp_call *open = bp_record_claim(sizeof *open, BP_RECORD_CALL, BP_CALL_write);
    struct bp_segment *first = bp_self->current.segment;
    fill_current();
    CHECK(bp_self->current.segment != first && bp_self->retired == 1 && first->state == BP_SEGMENT_OPEN);
    open->argument = 1234;
    bp_record_commit(open);
    CHECK(bp_self->retired == 0 && bp_self->claims == 0);
}

static void a_claim_that_is_never_committed_does_not_stop_the_recording(void)
{
    struct bp_call *open = bp_record_claim(sizeof *open, BP_RECORD_CALL, BP_CALL_write);
    for (int i = 0; i < BP_RETIRED_MAX + 1; i++)
        fill_current();
    CHECK(bp_self->retired == 0 && bp_self->claims == 0);
    open->argument = 1; /* its memory is private by now, and still there */
    bp_record_commit(open);
    CHECK(bp_self->claims == 0 && bp_self->lost == 1);
    fill_current();
}

static void a_claim_behind_a_stale_look_fails(void)
{
    uint64_t claimed = 100, stale = 92;
    CHECK(!bp_claimed_move(&claimed, &stale, 200) && claimed == 100 && stale == 100);
    CHECK(bp_claimed_move(&claimed, &stale, 200) && claimed == 200);
}

static void what_is_refused_is_counted_and_told_later(void)
{
    struct rlimit before, none;
    getrlimit(RLIMIT_FSIZE, &before);
    none = before;
    none.rlim_cur = 4096;
    setrlimit(RLIMIT_FSIZE, &none);
    uint64_t lost = bp_self->lost;
    while (bp_self->lost < lost + 10)
        call_of(1000, 1);
    setrlimit(RLIMIT_FSIZE, &before);
    CHECK(bp_self->current.segment->lost == bp_self->lost);
    bp_self->retry = 0;
    uint64_t gap = bp_self->gap;
    call_of(1000, 1);
    const struct bp_loss *loss = (const void *)((const char *)bp_self->current.segment + sizeof(struct bp_segment));
    CHECK(loss->head.kind == BP_RECORD_LOSS && loss->count == gap && bp_self->gap == 0);
}

static void a_full_segment_is_given_up_where_no_other_can_be_had(void)
{
    struct rlimit before, none;
    getrlimit(RLIMIT_FSIZE, &before);
    none = before;
    none.rlim_cur = 4096;
    setrlimit(RLIMIT_FSIZE, &none);
    uint64_t lost = bp_self->lost;
    while (bp_self->lost == lost)
        call_of(1000, 1);
    CHECK(bp_self->current.segment && bp_self->refused > 0);
    bp_self->refused = 1;
    bp_self->retry = 0;
    call_of(1000, 1);
    CHECK(!bp_self->current.segment && bp_self->gap == 2);
    setrlimit(RLIMIT_FSIZE, &before);
    bp_self->retry = 0;
    call_of(1000, 1);
    const struct bp_loss *loss = (const void *)((const char *)bp_self->current.segment + sizeof(struct bp_segment));
    CHECK(loss->head.kind == BP_RECORD_LOSS && loss->count == 2 && bp_self->refused == 0);
}

/* Nobody drains this spool: files are only made, of the sizes that their names tell. */
static void a_spool_takes_no_more_than_its_quota(void)
{
    for (uint32_t number = 2; number < 2 + 1100; number++) {
        char path[4200];
        snprintf(path, sizeof path, "%s/%016x.%08x.seg", bp_spool_path(), 1, number);
        FILE *file = fopen(path, "we");
        CHECK(file && fclose(file) == 0);
    }
    int folder = open(bp_spool_path(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    CHECK(folder >= 0 && !bp_quota_allows(folder, BP_SEGMENT_MIN));
    uint64_t lost = bp_self->lost;
    bp_self->retry = 0;
    while (bp_self->lost == lost)
        call_of(1000, 1);
    CHECK(close(folder) == 0);
}

int main(void)
{
    CHECK(bp_recording());
    CHECK(bp_self->current.segment->size == BP_SEGMENT_MIN && bp_self->number == 1);
    sizes_are_rounded_and_text_is_padded();
    a_claim_stays_valid_while_others_fill_segments();
    the_largest_record_gets_a_segment_that_holds_it();
    a_claim_that_is_never_committed_does_not_stop_the_recording();
    a_claim_behind_a_stale_look_fails();
    what_is_refused_is_counted_and_told_later();
    a_full_segment_is_given_up_where_no_other_can_be_had();
    a_spool_takes_no_more_than_its_quota();
    return 0;
}
