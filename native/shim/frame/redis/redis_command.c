/* SPDX-License-Identifier: MIT */
/* What a Redis command's arguments are and what it does to the answers (https://redis.io/docs/latest/commands/). */
#include "redis.h"

/* Sorted. A command that is not here has one key, its first argument. */
static const struct redis_command commands[] = {
    {"AUTH", 0, 0, 1, REDIS_PLAIN},
    {"BITOP", 1, -1, 1, REDIS_PLAIN},
    {"BLMOVE", 1, 2, 1, REDIS_PLAIN},
    {"BLPOP", 1, -2, 1, REDIS_PLAIN},
    {"BRPOP", 1, -2, 1, REDIS_PLAIN},
    {"BRPOPLPUSH", 1, 2, 1, REDIS_PLAIN},
    {"BZPOPMAX", 1, -2, 1, REDIS_PLAIN},
    {"BZPOPMIN", 1, -2, 1, REDIS_PLAIN},
    {"CLIENT", 1, 1, 1, REDIS_CLIENT},
    {"CONFIG", 1, 2, 1, REDIS_PLAIN},
    {"COPY", 1, 2, 1, REDIS_PLAIN},
    {"DEL", 1, -1, 1, REDIS_PLAIN},
    {"ECHO", 0, 0, 1, REDIS_PLAIN},
    {"EVAL", 2, 2, 1, REDIS_PLAIN},
    {"EVALSHA", 1, 2, 1, REDIS_PLAIN},
    {"EVALSHA_RO", 1, 2, 1, REDIS_PLAIN},
    {"EVAL_RO", 2, 2, 1, REDIS_PLAIN},
    {"EXISTS", 1, -1, 1, REDIS_PLAIN},
    {"FCALL", 1, 2, 1, REDIS_PLAIN},
    {"FCALL_RO", 1, 2, 1, REDIS_PLAIN},
    {"GEOSEARCHSTORE", 1, 2, 1, REDIS_PLAIN},
    {"LMOVE", 1, 2, 1, REDIS_PLAIN},
    {"MEMORY", 1, 2, 1, REDIS_PLAIN},
    {"MGET", 1, -1, 1, REDIS_PLAIN},
    {"MONITOR", 0, 0, 1, REDIS_MONITORS},
    {"MSET", 1, -1, 2, REDIS_PLAIN},
    {"MSETNX", 1, -1, 2, REDIS_PLAIN},
    {"OBJECT", 1, 2, 1, REDIS_PLAIN},
    {"PFCOUNT", 1, -1, 1, REDIS_PLAIN},
    {"PFMERGE", 1, -1, 1, REDIS_PLAIN},
    {"PING", 0, 0, 1, REDIS_PLAIN},
    {"PSUBSCRIBE", 1, -1, 1, REDIS_SUBSCRIBE},
    {"PSYNC", 0, 0, 1, REDIS_REPLICATES},
    {"PUNSUBSCRIBE", 1, -1, 1, REDIS_UNSUBSCRIBE},
    {"RENAME", 1, 2, 1, REDIS_PLAIN},
    {"RENAMENX", 1, 2, 1, REDIS_PLAIN},
    {"RPOPLPUSH", 1, 2, 1, REDIS_PLAIN},
    {"SDIFF", 1, -1, 1, REDIS_PLAIN},
    {"SDIFFSTORE", 1, -1, 1, REDIS_PLAIN},
    {"SINTER", 1, -1, 1, REDIS_PLAIN},
    {"SINTERSTORE", 1, -1, 1, REDIS_PLAIN},
    {"SMOVE", 1, 2, 1, REDIS_PLAIN},
    {"SSUBSCRIBE", 1, -1, 1, REDIS_SUBSCRIBE},
    {"SUBSCRIBE", 1, -1, 1, REDIS_SUBSCRIBE},
    {"SUNION", 1, -1, 1, REDIS_PLAIN},
    {"SUNIONSTORE", 1, -1, 1, REDIS_PLAIN},
    {"SUNSUBSCRIBE", 1, -1, 1, REDIS_UNSUBSCRIBE},
    {"SYNC", 0, 0, 1, REDIS_REPLICATES},
    {"TOUCH", 1, -1, 1, REDIS_PLAIN},
    {"UNLINK", 1, -1, 1, REDIS_PLAIN},
    {"UNSUBSCRIBE", 1, -1, 1, REDIS_UNSUBSCRIBE},
    {"WATCH", 1, -1, 1, REDIS_PLAIN},
    {"XGROUP", 1, 3, 1, REDIS_PLAIN},
    {"XINFO", 1, 2, 1, REDIS_PLAIN},
    {"ZDIFFSTORE", 1, 2, 1, REDIS_PLAIN},
    {"ZINTERSTORE", 1, 2, 1, REDIS_PLAIN},
    {"ZRANGESTORE", 1, 2, 1, REDIS_PLAIN},
    {"ZUNIONSTORE", 1, 2, 1, REDIS_PLAIN},
};

const struct redis_command *bp_redis_command(const uint8_t *name)
{
    static const struct redis_command other = {"", 1, 1, 1, REDIS_PLAIN};
    size_t low = 0, high = sizeof commands / sizeof commands[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = memcmp(name, commands[middle].name, REDIS_NAME_MAX);
        if (order == 0) return &commands[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return &other;
}

/* Its answer is not one value: the other direction must know before the answer comes. */
static void await_confirmations(struct frame_run *run, uint32_t count)
{
    struct redis_shared *shared = &run->state->shared.redis;
    if (shared->asked - frame_load(&shared->answered) == REDIS_WAITING || count > UINT16_MAX) {
        frame_break(run);
        return;
    }
    uint32_t place = shared->asked % REDIS_WAITING;
    shared->waiting[place].number = (uint16_t)(run->self->begun - 1);
    shared->waiting[place].count = (uint16_t)count;
    frame_store(&shared->asked, shared->asked + 1);
}

void bp_redis_asked(struct frame_run *run)
{
    const struct redis_direction *self = &run->self->redis;
    switch (bp_redis_command(self->name)->effect) {
    case REDIS_SUBSCRIBE:
        if (self->count > 1) await_confirmations(run, self->count - 1);
        break;
    case REDIS_UNSUBSCRIBE:
        await_confirmations(run, self->count - 1);
        break;
    case REDIS_MONITORS:
        frame_store(&run->state->shared.redis.monitors, true);
        break;
    case REDIS_REPLICATES:
        frame_store(&run->conversation->unframed, true);
        break;
    case REDIS_CLIENT: /* CLIENT REPLY: from here on answers may be missing */
        if (memcmp(self->first, "REPLY\0\0", 8) == 0) frame_store(&run->conversation->unframed, true);
        break;
    default:
        break;
    }
}

/* Length of `mark` digits CR LF, UNDECIDED when it is not all there, 0 when it is something else. */
static int counted(const uint8_t *first, size_t count, const char *marks, uint32_t *number)
{
    size_t at = 1;
    *number = 0;
    if (count == 0) return REDIS_UNDECIDED;
    if (!*first || !strchr(marks, *first)) return 0;
    for (; at < count && at < 5 && first[at] >= '0' && first[at] <= '9'; at++)
        *number = *number * 10 + (uint32_t)(first[at] - '0');
    if (at < count && (*number == 0 || first[at] != '\r')) return 0;
    if (at + 2 > count) return REDIS_UNDECIDED;
    return first[at + 1] == '\n' ? (int)at + 2 : 0;
}

int bp_redis_command_at(const uint8_t *first, size_t count)
{
    uint32_t number;
    int head = counted(first, count, "*", &number);
    if (head <= 0) return head;
    int second = counted(first + head, count - (size_t)head, "$", &number);
    if (second <= 0) return second;
    return count > (size_t)head + (size_t)second ? head + second : REDIS_UNDECIDED;
}

int bp_redis_push(const uint8_t *first, size_t count)
{
    static const struct {
        char word[13];
        uint8_t push;
    } words[] = {{"message", REDIS_PUSH},
                 {"pmessage", REDIS_PUSH},
                 {"smessage", REDIS_PUSH},
                 {"subscribe", REDIS_CONFIRMS + REDIS_CHANNELS},
                 {"unsubscribe", REDIS_CONFIRMS + REDIS_CHANNELS},
                 {"psubscribe", REDIS_CONFIRMS + REDIS_PATTERNS},
                 {"punsubscribe", REDIS_CONFIRMS + REDIS_PATTERNS},
                 {"ssubscribe", REDIS_CONFIRMS + REDIS_SHARDS},
                 {"sunsubscribe", REDIS_CONFIRMS + REDIS_SHARDS}};
    int otherwise = *first == '>' ? REDIS_PUSH : REDIS_NO_PUSH;
    uint32_t number, length;
    int head = counted(first, count, "*>", &number);
    if (head <= 0) return head ? head : otherwise;
    int second = counted(first + head, count - (size_t)head, "$", &length);
    if (second <= 0) return second ? second : otherwise;
    head += second;
    if (length > 12 || (size_t)head + length > HELD_MAX) return otherwise;
    if (count < (size_t)head + length) return REDIS_UNDECIDED;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i].word) == length && memcmp(first + head, words[i].word, length) == 0) return words[i].push;
    return otherwise;
}
