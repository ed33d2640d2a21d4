/* SPDX-License-Identifier: MIT */
/* What an epoll event is about: never another descriptor than was added, and nothing where that is not sure. */
#include <pthread.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "../../../native/shim/isolate/ready.h"
#include "unit.h"

#define THREADS 4
#define WATCHED 150
#define ROUNDS 20

static struct bp_channel_state *new_set(void)
{
    int set = epoll_create1(0);
    struct bp_channel_state *state = bp_channel_of(set);
    CHECK(state && !state->unsure);
    return state;
}

static int new_pipe(void)
{
    int ends[2];
    CHECK(pipe(ends) == 0);
    close(ends[1]);
    CHECK(bp_channel_of(ends[0]));
    return ends[0];
}

static void forget(int fd)
{
    bp_channel_release(bp_channel_detach(fd));
    close(fd);
}

static void add(struct bp_channel_state *set, int fd, uint64_t data)
{
    bp_ready_added(set, fd, bp_channel_at(fd), data);
}

static void each_set_has_its_own(void)
{
    struct bp_channel_state *set = new_set(), *other = new_set();
    int one = new_pipe(), two = new_pipe();
    CHECK(bp_ready_with(set, 1) == -1);
    add(set, one, 1);
    add(other, two, 1);
    add(set, one, 1);
    CHECK(bp_ready_with(set, 1) == one && bp_ready_with(other, 1) == two && bp_ready_with(set, 2) == -1);
    forget(one);
    CHECK(bp_ready_with(set, 1) == -1);
    add(set, two, 1);
    CHECK(bp_ready_with(set, 1) == two && !set->unsure);
    forget(two);
}

static void two_with_the_same_make_a_set_unsure(void)
{
    struct bp_channel_state *set = new_set();
    int one = new_pipe(), two = new_pipe();
    add(set, one, 7);
    add(set, two, 7);
    CHECK(set->unsure && bp_ready_with(set, 7) == -1);
    forget(one);
    CHECK(bp_ready_with(set, 7) == -1);
    forget(two);
}

/* More than there is room for: either it is told right or not at all. */
static void a_full_table_tells_nothing_wrong(void)
{
    struct bp_channel_state *set = new_set();
    int fd = new_pipe();
    uint64_t added = 0;
    while (!set->unsure && added < 1u << 20)
        add(set, fd, ++added);
    CHECK(set->unsure && bp_ready_with(set, 1) == -1);
    forget(fd);
}

struct crew {
    struct bp_channel_state *sets[ROUNDS];
    int fds[WATCHED];
};

static void *adds(void *of)
{
    struct crew *crew = of;
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < WATCHED; i++)
            add(crew->sets[round], crew->fds[i], (uint64_t)i);
        for (int i = 0; i < WATCHED; i++) {
            int told = bp_ready_with(crew->sets[round], (uint64_t)i);
            CHECK(told == crew->fds[i] || (told == -1 && crew->sets[round]->unsure));
        }
    }
    return NULL;
}

static void threads_do_not_mix(void)
{
    static struct crew crews[THREADS];
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        for (int round = 0; round < ROUNDS; round++)
            crews[i].sets[round] = new_set();
        for (int fd = 0; fd < WATCHED; fd++)
            crews[i].fds[fd] = new_pipe();
    }
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, adds, &crews[i]) == 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

int main(void)
{
    each_set_has_its_own();
    two_with_the_same_make_a_set_unsure();
    threads_do_not_mix();
    a_full_table_tells_nothing_wrong();
    return 0;
}
