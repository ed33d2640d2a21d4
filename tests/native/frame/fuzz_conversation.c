/* SPDX-License-Identifier: MIT */
/*
 * Any input, read as a recorded conversation: every piece keeps its promises, and the messages do not depend on splits
 * or on whose end it is. BP_PROTOCOL names the protocol that the services map knows in half of all inputs.
 */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct script script;
static uint16_t protocol;

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count, (void)arguments;
    const char *name = getenv("BP_PROTOCOL");
    protocol = name ? script_protocol(name, strlen(name)) : BP_PROTOCOL_NONE;
    return 0;
}

static uint32_t choice_of(const uint8_t *data, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ data[i]) * 16777619u;
    return hash;
}

/* Entries as in a recording, as far as they go. */
static void read_entries(const uint8_t *data, size_t size)
{
    script_begin(&script);
    while (size > 5 && script.count < SCRIPT_ENTRIES) {
        uint32_t count;
        memcpy(&count, data + 1, 4);
        if (count > size - 5) count = (uint32_t)size - 5;
        script_add(&script, (char)*data, data + 5, count);
        data += 5 + count;
        size -= 5 + count;
    }
}

/* Mostly one cut, which finds as much as many in less time. */
static struct split split_by(uint32_t choice)
{
    if (choice >> 28 == 0) return (struct split){.step = 1, .room = 512};
    if (choice >> 28 < 4) return (struct split){.seed = choice | 1, .room = 512 + choice % 512};
    return (struct split){.at = script.used ? (choice >> 8) % script.used : 0};
}

static void show_difference(uint32_t choice, struct split split)
{
    char *expected = script_replay(&script, choice & 16, (struct split){0}, true);
    char *result = script_replay(&script, choice & 32, split, true);
    CHECK(false, "step %zu, seed %u gives\n%s\ninstead of\n%s", split.step, split.seed, result, expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t choice = choice_of(data, size);
    read_entries(data, size);
    script.hint = choice & 2 ? protocol : BP_PROTOCOL_NONE;
    script.keep_values = choice & 4;
    script.text_limit = choice & 8 ? choice >> 20 : BP_TEXT_DEFAULT;
    struct split split = split_by(choice);
    if (script_digest(&script, choice & 32, split) != script_digest(&script, choice & 16, (struct split){0}))
        show_difference(choice, split);
    return 0;
}
