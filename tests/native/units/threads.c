/* SPDX-License-Identifier: MIT */
/* Threads that begin, record and end side by side, in several rounds. */
#include <pthread.h>

#include "../../../native/shim/guard/self.h"
#include "unit.h"

#define THREADS 8
#define CALLS 3000

static void *records(void *argument)
{
    uint64_t *stream = argument;
    for (uint64_t i = 0; i < CALLS; i++) {
        CHECK(bp_recording());
        bp_record_call(&(struct bp_call_facts){.call = BP_CALL_read, .fd = 1, .begin = 1, .argument = i});
    }
    CHECK(bp_self->lost == 0 && bp_self->claims == 0 && bp_self->number >= 2);
    *stream = bp_self->stream;
    return NULL;
}

int main(void)
{
    for (int round = 0; round < 3; round++) {
        pthread_t threads[THREADS];
        uint64_t streams[THREADS];
        for (int i = 0; i < THREADS; i++)
            CHECK(pthread_create(&threads[i], NULL, records, &streams[i]) == 0);
        for (int i = 0; i < THREADS; i++)
            pthread_join(threads[i], NULL);
        for (int i = 0; i < THREADS; i++)
            for (int j = 0; j < i; j++)
                CHECK(streams[i] != streams[j]);
    }
    return 0;
}
