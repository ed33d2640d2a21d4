/* SPDX-License-Identifier: MIT */
/* What one record costs beyond the call that it tells of: claim, fill and commit with no, one and two looks at the clock, in the
 * median run of records within a segment; and what it costs with the segments' making in it. */
#include <stdio.h>
#include <stdlib.h>

#include "../../../native/shim/record/record.h"

#define RUN 100
#define RUNS 4000

static int ascending(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return a < b ? -1 : a > b;
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

int main(void)
{
    static double runs[RUNS];
    for (int clocks = 0; clocks < 3; clocks++) {
        double sum = 0;
        for (int i = 0; i < RUNS; i++) sum += runs[i] = one_run(clocks);
        qsort(runs, RUNS, sizeof *runs, ascending);
        printf("%d clocks: median %.1f ns a record, with new segments %.1f ns\n", clocks, runs[RUNS / 2], sum / RUNS);
    }
    return 0;
}
