/* SPDX-License-Identifier: MIT */
#include <sys/resource.h>

#include "../guard/raw.h"
#include "record.h"

#define PACE_NS 100000u /* between samples of a thread that does not wait: they cost 0.4 us each */

static uint64_t nanoseconds(struct timeval time)
{
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_usec * 1000u;
}

static void sample(uint64_t time)
{
    struct rusage used;
    if (bp_raw_failed(bp_raw(SYS_getrusage, RUSAGE_THREAD, &used))) return;
    struct bp_cost *record = bp_record_claim(sizeof *record, BP_RECORD_COST, 0);
    if (!record) return;
    record->time = time;
    record->user_ns = nanoseconds(used.ru_utime);
    record->system_ns = nanoseconds(used.ru_stime);
    record->minor_faults = (uint64_t)used.ru_minflt;
    record->major_faults = (uint64_t)used.ru_majflt;
    record->voluntary_switches = (uint64_t)used.ru_nvcsw;
    record->involuntary_switches = (uint64_t)used.ru_nivcsw;
    record->blocks_in = (uint64_t)used.ru_inblock;
    record->blocks_out = (uint64_t)used.ru_oublock;
    bp_record_commit(record);
    bp_self->sampled = time;
    bp_self->waited = false;
}

void bp_record_cost(void)
{
    sample(bp_now());
}

void bp_record_turn(uint64_t time)
{
    const struct bp_self *self = bp_self;
    if (self && (self->waited || time - self->sampled >= PACE_NS)) sample(time);
}
