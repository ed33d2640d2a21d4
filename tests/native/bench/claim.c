/* SPDX-License-Identifier: MIT */
/* What one record costs beyond the call that it tells of: claim, fill and commit with no, one and two looks at the
 * clock, in the median run of records within a segment; and what it costs with the segments' making in it, where a
 * forwarder drains the spool. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../../native/shim/guard/self.h"
#include "../../../native/shim/record/record.h"
#include "../../../native/shim/record/spool.h"

#define RUN 100
#define RUNS 4000

static int ascending(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return a < b ? -1 : a > b;
}

/* As a forwarder does: what is closed goes away, and its pages come back as those of later segments. */
static void drain(void)
{
    static uint32_t drained;
    for (; drained + 1 < bp_self->number; drained++)
        bp_spool_remove(bp_self->stream, drained);
}

static double one_run(int clocks)
{
    uint64_t begin = bp_now();
    for (uint64_t i = 0; i < RUN; i++) {
        if (!bp_recording()) exit(1);
        uint64_t start = clocks == 2 ? bp_now() : 1;
        bp_record_call(&(struct bp_call_facts){
            .call = BP_CALL_read, .fd = 1, .begin = start, .end = clocks ? 0 : 1, .argument = i});
    }
    return (double)(bp_now() - begin) / RUN;
}

/* Of this thread alone: a busy machine does not count. */
static double processor_time(void)
{
    struct timespec used;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (double)used.tv_sec * 1e9 + (double)used.tv_nsec;
}

int main(void)
{
    static double runs[RUNS];
    for (int clocks = 0; clocks < 3; clocks++) {
        double begin = processor_time();
        for (int i = 0; i < RUNS; i++) {
            runs[i] = one_run(clocks);
            drain();
        }
        double whole = (processor_time() - begin) / RUNS / RUN;
        qsort(runs, RUNS, sizeof *runs, ascending);
        printf("%d clocks: median %.1f ns a record, with new segments %.1f ns\n", clocks, runs[RUNS / 2], whole);
    }
    return 0;
}
