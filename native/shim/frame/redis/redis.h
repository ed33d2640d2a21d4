/* SPDX-License-Identifier: MIT */
/* The parts of Redis: values (RESP), what commands mean, and the words that are kept. */
#ifndef BP_REDIS_H
#define BP_REDIS_H

#include "../conversation.h"

enum redis_phase {
    REDIS_MARK, /* a value begins */
    REDIS_LINE,
    REDIS_STRING,
    REDIS_STRING_END,
    REDIS_STRING_FEED,
    REDIS_FEED, /* behind a line's CR */
    REDIS_INLINE,
};

enum redis_kind { REDIS_CHANNELS, REDIS_PATTERNS, REDIS_SHARDS };

enum redis_effect {
    REDIS_PLAIN,
    REDIS_SUBSCRIBE, /* a confirmation for each argument */
    REDIS_UNSUBSCRIBE,
    REDIS_MONITORS,
    REDIS_REPLICATES,
    REDIS_CLIENT,
};

/* Which arguments name what the command works on: from `first` to `last` (from the end when negative, 0 none), every
 * `step`-th. */
struct redis_command {
    char name[REDIS_NAME_MAX];
    int8_t first;
    int8_t last;
    uint8_t step;
    uint8_t effect;
};
const struct redis_command *bp_redis_command(const uint8_t *name);

/* What a server's first bytes say when pushes are possible. */
enum redis_push {
    REDIS_UNDECIDED = -1,
    REDIS_NO_PUSH,
    REDIS_PUSH,
    REDIS_CONFIRMS, /* + enum redis_kind */
};
int bp_redis_push(const uint8_t *first, size_t count);

/* Where the name of a command of several words begins: 0 nowhere, UNDECIDED not there yet. */
int bp_redis_command_at(const uint8_t *first, size_t count);

/* A value's parts, kept where they may be. bp_redis_text returns how many bytes it took: all, or as far as room goes.
 */
void bp_redis_word_begins(struct frame_run *run);
size_t bp_redis_text(struct frame_run *run, const uint8_t *bytes, size_t count);
void bp_redis_line_begins(struct frame_run *run, uint8_t mark);
void bp_redis_line_byte(struct frame_run *run, uint8_t byte);

/* The words of a command in a line of its own, up to and with its line feed. */
size_t bp_redis_inline(struct frame_run *run, const uint8_t *bytes, size_t count);

/* The request is complete. */
void bp_redis_asked(struct frame_run *run);

/* Most that one byte makes of kept text. */
#define REDIS_ROOM 16u

#endif
