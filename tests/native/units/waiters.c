/* SPDX-License-Identifier: MIT */
/* Who waits is counted: over threads, over a fork, between processes where the object is shared. */
#include "unit.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../native/shim/record/waiters.h"

#define THREADS 8
#define ROUNDS 20000

static char objects[3][64]; /* apart, or they would share a counter */

static bool waited_for(const void *object)
{
    uint64_t now = bp_waiters_of(object);
    return bp_waiters_woken(now, now);
}

static void one_thread(void)
{
    CHECK(!waited_for(objects[0]));
    uint64_t before = bp_waiters_of(objects[0]);
    bp_waiters_enter(objects[0]);
    CHECK(waited_for(objects[0]));
    bp_waiters_leave(objects[0]);
    CHECK(!waited_for(objects[0]));
    CHECK(bp_waiters_woken(before, bp_waiters_of(objects[0])));
    bp_waiters_leave(objects[0]);
    CHECK(!waited_for(objects[0]));
}

static void *enters_and_leaves(void *object)
{
    for (int i = 0; i < ROUNDS; i++) {
        bp_waiters_enter(object);
        CHECK(waited_for(object));
        bp_waiters_leave(object);
    }
    return object;
}

static void many_threads(void)
{
    pthread_t threads[THREADS];
    uint64_t before = bp_waiters_of(objects[0]);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, enters_and_leaves, objects[0]);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    CHECK(!waited_for(objects[0]));
    CHECK((bp_waiters_of(objects[0]) - before) >> 32 == THREADS * ROUNDS);
}

static int in_child(int (*function)(void))
{
    int status;
    pid_t child = fork();
    if (child == 0) _exit(function());
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int nobody_waits_here(void)
{
    bool found = waited_for(objects[1]);
    bp_waiters_leave(objects[1]);
    return found || waited_for(objects[1]);
}

static int waits_for_ever(void)
{
    bp_waiters_enter(objects[2]);
    return 0;
}

static void processes(void)
{
    bp_waiters_enter(objects[1]);
    CHECK(in_child(nobody_waits_here) == 0);
    CHECK(waited_for(objects[1]));
    bp_waiters_share(objects[1]);
    CHECK(waited_for(objects[1]));
    bp_waiters_leave(objects[1]);
    CHECK(!waited_for(objects[1]));
    CHECK(in_child(waits_for_ever) == 0);
    CHECK(!waited_for(objects[2]));
    bp_waiters_share(objects[2]);
    CHECK(in_child(waits_for_ever) == 0);
    CHECK(waited_for(objects[2]));
}

int main(void)
{
    one_thread();
    many_threads();
    processes();
    return 0;
}
