/* SPDX-License-Identifier: MIT */
/*
 * What the shim knows of each open descriptor: which channel it is, how far its streams have come, which protocol it
 * speaks, and the bytes read ahead of a message's border. Looked up by descriptor without a lock; met the first time, a
 * descriptor costs one fstat and, for sockets, a few look-ups. What was opened by its path is met when it is first
 * used, and costs nothing where the program itself has asked for its fstat.
 */
#ifndef BP_CHANNEL_H
#define BP_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "../frame/frame.h"

struct bp_share;
struct bp_watch;

enum bp_direction {
    BP_RECEIVED = 0,
    BP_SENT = 1,
};

struct bp_stream {
    uint64_t offset;  /* bytes moved so far */
    uint64_t message; /* where the open message began */
    uint32_t users;   /* threads between begin and end of a call that moves bytes; counted while `framed` */
    uint32_t image;   /* bp_channels_image when the framer last took bytes */
};

/* What is known of the TLS that a channel carries. */
enum bp_tls {
    BP_TLS_NONE = 0,
    BP_TLS_SEALED = 1, /* its bytes are TLS records, and nobody is known to see what they say */
    BP_TLS_PLAIN = 2,  /* a session of this process has been found that reads and writes them */
};

#define BP_WATCHES 8 /* epoll sets that one channel can be in without losing its message borders */

/* One open file description as this process sees it. Its memory is never unmapped: a thread that still holds the
 * address when the last descriptor is closed elsewhere sees `generation` change, nothing worse. */
struct bp_channel_state {
    uint64_t id; /* bp_channel.channel; 0 while nobody has asked what it is */
    uint64_t peer;
    uint32_t references; /* descriptors */
    uint32_t generation; /* how often this memory has changed its channel */
    uint32_t image;      /* bp_channels_image when its CHANNEL record was written; 0 never */
    uint32_t named;      /* bp_channels_image when a call's record gave its path; 0 never */
    uint16_t kind;
    uint16_t role;
    uint16_t protocol;
    uint16_t flags;
    bool framed;        /* a connected stream socket whose bytes go to the framer */
    bool whole;         /* its reads are never cut at a message's border */
    bool spoken;        /* has begun a message of a protocol that we know */
    bool wakes;         /* its held bytes are a reason for the waker */
    bool isolated;      /* epoll sets: watches a channel that has spoken */
    bool set;           /* it is an epoll set */
    bool unsure;        /* epoll sets: not every event tells which descriptor it is about */
    bool handed;        /* it was sent to another process */
    bool gap;           /* bytes went by while nothing was recorded, and the framer waits for a border that is sure */
    bool ahead;         /* its reads look for a border before they take anything */
    uint8_t tls;        /* bp_tls */
    uint8_t declared;   /* which of the services map's private protocols it is, from 1 */
    uint64_t last_look; /* bytes moved when it became unframed; what follows clear text may be TLS */
    struct bp_stream streams[2];
    struct bp_stream plain[2]; /* BP_TLS_PLAIN: what the sessions say, counted on from where clear text ended */
    struct bp_conversation *conversation;
    uint64_t held;                        /* bp_shelf_handle: received, not yet given to the program; 0 none */
    struct bp_share *share;               /* NULL: no other process has it */
    uint64_t seen[2];                     /* how far the share's streams had come when this process last moved bytes */
    uint32_t last;                        /* direction in which bytes moved last */
    uint32_t walk;                        /* of share.c */
    uint32_t polled;                      /* threads that wait for it by poll or select */
    struct bp_watch *watches[BP_WATCHES]; /* epoll sets that watch it */
    struct bp_watch *ready;               /* epoll sets: watches that have held bytes to tell of */
    struct bp_address local;
    struct bp_address remote;
};

/* Counts the process's forks; channels announced under another number are announced again. */
extern uint32_t bp_channels_image;

/* The streams in which the channel's messages are counted. */
static inline struct bp_stream *bp_message_streams(struct bp_channel_state *state)
{
    return state->tls == BP_TLS_PLAIN ? state->plain : state->streams;
}

/* Slots in pages of BP_TABLE_PAGE; one page a 4,096 descriptors, so that numbers up to the kernel's limit work. */
#define BP_TABLE_PAGE 4096u
#define BP_TABLE_PAGES (1u << 18)
extern struct bp_channel_state **bp_channel_pages[BP_TABLE_PAGES];

/* The state behind `fd` or NULL where none is known yet. */
static inline struct bp_channel_state *bp_channel_at(int fd)
{
    if (fd < 0) return NULL;
    unsigned page = (unsigned)fd / BP_TABLE_PAGE;
    if (page >= BP_TABLE_PAGES) return NULL;
    struct bp_channel_state **slots = __atomic_load_n(&bp_channel_pages[page], __ATOMIC_ACQUIRE);
    return slots ? __atomic_load_n(&slots[(unsigned)fd % BP_TABLE_PAGE], __ATOMIC_ACQUIRE) : NULL;
}

/* Finds out what `fd` is and writes its CHANNEL record. NULL when it is not open, hidden, or memory ran out. */
struct bp_channel_state *bp_channel_meet(int fd);

/* The state behind `fd`, its CHANNEL record written in this image. */
static inline struct bp_channel_state *bp_channel_of(int fd)
{
    struct bp_channel_state *state = bp_channel_at(fd);
    if (__builtin_expect(state && state->image == bp_channels_image, 1)) return state;
    return bp_channel_meet(fd);
}

/* What the caller knows of a new descriptor; zero where it knows nothing. */
struct bp_opening {
    uint16_t kind; /* of a socket */
    uint16_t role;
    uint64_t peer;
    const char *path; /* it was opened by a path, which the call's record gives */
};

/* `fd` is new in this process: whatever was known under its number is stale. */
struct bp_channel_state *bp_channel_opened(int fd, const struct bp_opening *opening);

/* The kernel has told the program what `fd` is; `state` is what was behind it before, in `generation`. */
struct stat;
void bp_channel_seen(int fd, struct bp_channel_state *state, uint32_t generation, const struct stat *facts);

/* `to` has become another descriptor of the channel behind `from`. Returns what it was before, detached. */
struct bp_channel_state *bp_channel_share(int from, int to);

/* Takes the state out of fd's slot: to be done before the real close, because the number is free right after it. */
struct bp_channel_state *bp_channel_detach(int fd);

/* Gives up a detached descriptor's part in its channel. */
void bp_channel_release(struct bp_channel_state *state);

/* The lowest descriptor in first..last behind which a state is known; -1 where there is none. */
int bp_channel_next(unsigned first, unsigned last);

/* The socket has been bound, connected or told to listen: its addresses are read again and its CHANNEL record written
 * again. `role` UNKNOWN leaves the role. */
void bp_channel_changed(int fd, uint16_t role);

/* The socket has been connected to `address`, or is about to be. */
struct sockaddr;
void bp_channel_connected(int fd, const struct sockaddr *address, uint32_t length);

/* Whether the caller is a task that borrows its parent's memory (vfork): its descriptors are its own, the table is the
 * parent's and stays as it is. */
bool bp_memory_borrowed(void);

/* In the child of a fork: descriptors stay what they are, CHANNEL records must be written anew for the new image. */
void bp_channels_forked(void);

#endif
