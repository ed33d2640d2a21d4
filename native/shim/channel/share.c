/* SPDX-License-Identifier: MIT */
#include "share.h"

#include <fcntl.h>
#include <limits.h>

#include "../guard/memory.h"
#include "../guard/raw.h"
#include "../record/arena.h"

#define PAGE_SHARES 2048u

/* A map of entries; the list lies in ordinary memory, so that a child adds to its own. */
struct page {
    struct page *next;
    struct bp_share *entries;
    uint32_t hint; /* where an entry may be free */
};

static struct page *pages;
static uint32_t round_now; /* marks the channels that a walk has met, because several descriptors may name one */

static struct bp_share *claim_in(struct page *page)
{
    for (uint32_t i = 0; i < PAGE_SHARES; i++) {
        uint32_t at = (page->hint + i) % PAGE_SHARES, nobody = 0;
        struct bp_share *share = &page->entries[at];
        if (__atomic_load_n(&share->copies, __ATOMIC_RELAXED)) continue;
        if (!__atomic_compare_exchange_n(&share->copies, &nobody, 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
            continue;
        page->hint = at + 1;
        share->moved[BP_RECEIVED] = share->moved[BP_SENT] = 0;
        return share;
    }
    return NULL;
}

static bool add_page(void)
{
    struct page *page = bp_arena_take(sizeof *page);
    size_t size = PAGE_SHARES * sizeof(struct bp_share);
    void *entries = page ? bp_map(size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1) : NULL;
    if (!entries) {
        if (page) bp_arena_give(page, sizeof *page);
        return false;
    }
    *page = (struct page){.entries = entries, .next = __atomic_load_n(&pages, __ATOMIC_RELAXED)};
    while (!__atomic_compare_exchange_n(&pages, &page->next, page, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
    }
    return true;
}

static struct bp_share *claim(void)
{
    for (int attempt = 0; attempt < 2; attempt++) {
        for (struct page *page = __atomic_load_n(&pages, __ATOMIC_ACQUIRE); page; page = page->next) {
            struct bp_share *share = claim_in(page);
            if (share) return share;
        }
        if (!add_page()) return NULL;
    }
    return NULL;
}

/* Connections whose messages are told apart, and the epoll sets that watch such. */
static bool matters(const struct bp_channel_state *state)
{
    return state->framed || state->tls || state->set || state->share;
}

/* The next channel that this walk has not met; `*fd` begins at -1. */
static struct bp_channel_state *next_channel(int *fd, uint32_t walk)
{
    while ((*fd = bp_channel_next((unsigned)(*fd + 1), INT_MAX)) >= 0) {
        struct bp_channel_state *state = bp_channel_at(*fd);
        if (!state || state->walk == walk || !matters(state)) continue;
        state->walk = walk;
        return state;
    }
    return NULL;
}

static uint32_t new_walk(void)
{
    return __atomic_add_fetch(&round_now, 1, __ATOMIC_RELAXED);
}

void bp_shares_fork(void)
{
    uint32_t walk = new_walk();
    int fd = -1;
    for (struct bp_channel_state *state; (state = next_channel(&fd, walk));) {
        if (!state->share && (state->share = claim())) state->seen[BP_RECEIVED] = state->seen[BP_SENT] = 0;
        if (state->share)
            __atomic_add_fetch(&state->share->copies, 1, __ATOMIC_ACQ_REL);
        else
            state->whole = true;
    }
}

/* Adds to the number of processes of every shared channel that `counts`. */
static void change(uint32_t difference, bool (*counts)(int fd))
{
    uint32_t walk = new_walk();
    int fd = -1;
    for (struct bp_channel_state *state; (state = next_channel(&fd, walk));)
        if (state->share && counts(fd)) __atomic_add_fetch(&state->share->copies, difference, __ATOMIC_ACQ_REL);
}

static bool any(int fd)
{
    return fd >= 0;
}

static bool closes_on_exec(int fd)
{
    return bp_raw(SYS_fcntl, fd, F_GETFD) & FD_CLOEXEC;
}

void bp_shares_fork_failed(void)
{
    change(-1u, any);
}

void bp_shares_exec(void)
{
    change(-1u, closes_on_exec);
}

void bp_shares_exec_failed(void)
{
    change(1, closes_on_exec);
}

void bp_shares_exit(void)
{
    change(-1u, any);
}

void bp_share_leave(struct bp_channel_state *state)
{
    if (state->share) __atomic_sub_fetch(&state->share->copies, 1, __ATOMIC_ACQ_REL);
}

bool bp_share_current(const struct bp_channel_state *state)
{
    const struct bp_share *share = state->share;
    return !share || (__atomic_load_n(&share->moved[BP_RECEIVED], __ATOMIC_ACQUIRE) <= state->seen[BP_RECEIVED] &&
                      __atomic_load_n(&share->moved[BP_SENT], __ATOMIC_ACQUIRE) <= state->seen[BP_SENT]);
}

void bp_share_moved(struct bp_channel_state *state, enum bp_direction direction, uint64_t count)
{
    if (!state->share || count == 0) return;
    /* In this order: another thread of this process may look in between. */
    state->seen[direction] += count;
    __atomic_add_fetch(&state->share->moved[direction], count, __ATOMIC_ACQ_REL);
}
