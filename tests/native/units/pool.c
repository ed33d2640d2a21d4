/* SPDX-License-Identifier: MIT */
/* Segments that are written into again, once a forwarder (here the test) has given them back. */
#include <pthread.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../native/shim/guard/self.h"
#include "../../../native/shim/record/pool.h"
#include "../../../native/shim/record/quota.h"
#include "../../../native/shim/record/segment.h"
#include "../../../native/shim/record/spool.h"
#include "unit.h"

static void call_of(uint64_t argument)
{
    static const char text[1000] = "x";
    CHECK(bp_recording());
    bp_record_call(&(struct bp_call_facts){
        .call = BP_CALL_read, .fd = 7, .begin = 1, .argument = argument, .text = text, .text_length = sizeof text});
}

/* What the thread writes in until it goes on. */
static struct bp_segment *fill_current(void)
{
    struct bp_segment *filled = bp_self->current.segment;
    while (bp_self->current.segment == filled)
        call_of(filled->number);
    return filled;
}

static bool exists(uint64_t stream, uint32_t number, struct stat *about)
{
    char path[4200];
    snprintf(path, sizeof path, "%s/%016lx.%08x.seg", bp_spool_path(), (unsigned long)stream, number);
    return stat(path, about) == 0;
}

static void acknowledge(struct bp_segment *segment)
{
    CHECK(segment->state == BP_SEGMENT_CLOSED && segment->reuse == BP_REUSE_KEPT);
    segment->reuse = BP_REUSE_FREE;
}

static void what_is_not_given_back_is_not_touched(void)
{
    while (bp_self->number < 3)
        fill_current();
    struct bp_segment *kept = fill_current(), before = *kept;
    CHECK(kept->reuse == BP_REUSE_KEPT && bp_self->current.segment != kept);
    fill_current();
    CHECK(bp_self->current.segment != kept && memcmp(kept, &before, sizeof before) == 0);
}

static void what_is_given_back_becomes_the_next_segment(void)
{
    struct bp_segment *given = fill_current();
    uint32_t number = given->number;
    struct stat before, after;
    CHECK(exists(bp_self->stream, number, &before));
    acknowledge(given);
    fill_current();
    CHECK(bp_self->current.segment == given && given->number == bp_self->number - 1 && given->number != number);
    CHECK(given->state == BP_SEGMENT_OPEN && given->reuse == BP_REUSE_NONE && given->size == before.st_size);
    CHECK(!exists(bp_self->stream, number, &after) && exists(bp_self->stream, given->number, &after));
    CHECK(before.st_ino == after.st_ino);
    CHECK(given->stale == given->size && bp_self->ready < given->size);
    const char *bytes = (const char *)given;
    for (uint64_t i = given->claimed; i < bp_self->ready; i++)
        CHECK(bytes[i] == 0);
}

static void what_is_removed_meanwhile_is_left_alone(void)
{
    struct bp_segment *removed = fill_current(), *gone = fill_current();
    acknowledge(removed);
    bp_spool_remove(bp_self->stream, removed->number);
    bp_spool_remove(bp_self->stream, gone->number);
    gone->reuse = BP_REUSE_GONE;
    fill_current();
    struct stat about;
    CHECK(bp_self->current.segment->number == bp_self->number - 1);
    CHECK(exists(bp_self->stream, bp_self->current.segment->number, &about));
}

static void a_child_has_none_of_them(void)
{
    acknowledge(fill_current());
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 4; i++) {
            call_of(1);
            fill_current();
        }
        _exit(bp_self->number > 4 ? 0 : 1);
    }
    int status = 1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
}

static void *one_record(void *segment)
{
    call_of(1);
    *(struct bp_segment **)segment = bp_self->current.segment;
    return NULL;
}

static struct bp_segment *of_thread(void)
{
    pthread_t thread;
    struct bp_segment *segment = NULL;
    CHECK(pthread_create(&thread, NULL, one_record, &segment) == 0 && pthread_join(thread, NULL) == 0);
    return segment;
}

static void a_new_thread_takes_what_an_ended_one_left(void)
{
    struct bp_segment *left = of_thread();
    uint64_t stream = left->stream;
    acknowledge(left);
    CHECK(of_thread() == left && left->stream != stream && left->number == 0 && left->reuse == BP_REUSE_KEPT);
}

/* Files that nobody gives back are unmapped one day, and made anew. */
static void more_than_the_pool_holds_is_let_go(void)
{
    for (int i = 0; i < 40; i++)
        fill_current();
    CHECK(bp_self->lost == 0);
}

int main(void)
{
    what_is_not_given_back_is_not_touched();
    what_is_given_back_becomes_the_next_segment();
    what_is_removed_meanwhile_is_left_alone();
    a_child_has_none_of_them();
    a_new_thread_takes_what_an_ended_one_left();
    more_than_the_pool_holds_is_let_go();
    return 0;
}
