/* SPDX-License-Identifier: MIT */
/*
 * Any input, read as a recorded conversation, and as many relatives of it as BP_VARIANTS says (1: it alone). For each,
 * which is an execution: every piece keeps its promises, no byte beyond what was given is touched, and the messages do
 * not depend on splits or on whose end it is, whatever another process is said to have passed. BP_PROTOCOL names the
 * protocol that the services map knows in half of them; where BP_LAST names a file, each is written there before it is
 * run, so that what broke is what stays.
 */
#include <string.h>

#include "check.h"
#include "conversation_script.h"
#include "fuzz_vary.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHOICE '?' /* marks an entry that is no bytes but the choice */

static struct script script;
static uint16_t protocol;
static uint32_t variants = 1;
static const char *last;
static uint64_t executions;

static void show_executions(void)
{
    fprintf(stderr, "executions: %lu\n", executions);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count, (void)arguments;
    const char *name = getenv("BP_PROTOCOL"), *number = getenv("BP_VARIANTS");
    protocol = name ? script_protocol(name, strlen(name)) : BP_PROTOCOL_NONE;
    if (number) variants = (uint32_t)strtoul(number, NULL, 10);
    last = getenv("BP_LAST");
    atexit(show_executions);
    return 0;
}

static uint32_t choice_of(const uint8_t *data, size_t size)
{
    uint64_t hash = size, word = 0;
    for (; size >= 8; data += 8, size -= 8) {
        memcpy(&word, data, 8);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 29;
    }
    for (; size; data++, size--)
        hash = (hash ^ *data) * 0x100000001b3u;
    return (uint32_t)(hash >> 32 ^ hash);
}

/* Entries as in a recording, as far as they go. Returns what is chosen for the rest: how it is split and known. */
static uint32_t read_entries(const uint8_t *data, size_t size)
{
    uint32_t choice = choice_of(data, size), count;
    script_begin(&script);
    for (; size > 5 && script.count < SCRIPT_ENTRIES; data += 5 + count, size -= 5 + count) {
        memcpy(&count, data + 1, 4);
        if (count > size - 5) count = (uint32_t)size - 5;
        if (*data == CHOICE && count == sizeof choice)
            memcpy(&choice, data + 5, sizeof choice);
        else
            script_add(&script, (char)*data, data + 5, count);
    }
    return choice;
}

static void write_entry(FILE *stream, char mark, const void *bytes, size_t count)
{
    uint32_t written = (uint32_t)count;
    fputc(mark, stream);
    fwrite(&written, sizeof written, 1, stream);
    fwrite(bytes, 1, count, stream);
}

static void write_last(uint32_t choice)
{
    FILE *stream = fopen(last, "wb");
    CHECK(stream, "cannot write %s", last);
    write_entry(stream, CHOICE, &choice, sizeof choice);
    for (size_t i = 0; i < script.count; i++)
        write_entry(stream, script.entries[i].client ? '>' : '<', script.entries[i].bytes, script.entries[i].count);
    fclose(stream);
}

/* Mostly one cut, which finds as much as many in less time. */
static struct split split_by(uint32_t choice)
{
    if (choice >> 28 == 0) return (struct split){.step = 1, .room = 512};
    if (choice >> 28 < 4) return (struct split){.seed = choice | 1, .room = 512 + choice % 512};
    return (struct split){.at = script.used ? (choice >> 8) % script.used : 0};
}

/* Private protocols of all shapes. */
static const struct bp_private *declared_by(uint32_t choice)
{
    static struct bp_private one;
    if (script.hint != BP_PROTOCOL_LINE && script.hint != BP_PROTOCOL_LENGTH) return NULL;
    one = (struct bp_private){.name = "fuzzed",
                              .protocol = script.hint,
                              .end = (choice >> 8) % 3,
                              .offset = choice & 0x1000 ? 2 : 0,
                              .size = 1 + (choice >> 13) % 8,
                              .little = choice & 0x10000,
                              .greeting = choice & 0x20000,
                              .keeps = choice & 0x40000,
                              .adjust = (int16_t)((choice >> 18) % 16 - 8),
                              .keep = choice >> 28};
    return choice & 64 ? &one : NULL;
}

/* A conversation that is said to have gone on elsewhere before: mostly small numbers, as true ones are. */
static const struct bp_frame_passed *forged_by(uint32_t choice)
{
    static struct bp_frame_passed one;
    if (!(choice & 256)) return NULL;
    uint32_t words[sizeof one / sizeof(uint32_t)], seed = choice;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        uint32_t word = fuzz_random(&seed);
        words[i] = word % 16 ? (word >> 8) % 4 : word << 8;
    }
    memcpy(&one, words, sizeof one);
    one.protocol = protocol;
    one.sent_asks = choice >> 9 & 1;
    return &one;
}

static void show_difference(uint32_t choice, struct split split)
{
    char *expected = script_replay(&script, choice & 16, (struct split){0}, true);
    char *result = script_replay(&script, choice & 32, split, true);
    CHECK(false, "step %zu, seed %u, cut at %zu gives\n%s\ninstead of\n%s", split.step, split.seed, split.at, result,
          expected);
}

static void execute(uint32_t choice)
{
    script.hint = choice & 2 ? protocol : BP_PROTOCOL_NONE;
    script.keep_values = choice & 4;
    script.text_limit = choice & 8 ? choice >> 20 : BP_TEXT_DEFAULT;
    script.declared = declared_by(choice);
    script.roles = choice & 128;
    script.passed = forged_by(choice);
    if (last) write_last(choice);
    struct split whole = {.front = choice & 1}, split = split_by(choice);
    split.front = !whole.front;
    if (script_digest(&script, choice & 32, split) != script_digest(&script, choice & 16, whole))
        show_difference(choice, split);
    executions++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t choice = read_entries(data, size);
    execute(choice);
    for (uint32_t i = 1; i < variants; i++) {
        struct varied varied;
        uint32_t seed = choice + i * 0x9e3779b9u;
        fuzz_vary(&script, seed, &varied);
        execute(fuzz_random(&seed) << 8 ^ seed >> 3);
        fuzz_unvary(&script, &varied);
    }
    return 0;
}
