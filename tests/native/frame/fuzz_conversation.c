/* SPDX-License-Identifier: MIT */
/*
 * Any input, read as a recorded conversation: every piece keeps its promises, and the messages do not depend on splits
 * or on whose end it is.
 */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct script script;
static uint16_t protocol;

/* The protocol that the services map names in half of all inputs. */
int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count, (void)arguments;
    const char *name = getenv("BP_PROTOCOL");
    protocol = name ? script_protocol(name, strlen(name)) : BP_PROTOCOL_NONE;
    return 0;
}

static uint32_t hash(const uint8_t *data, size_t size)
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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t choice = hash(data, size);
    read_entries(data, size);
    script.hint = choice & 2 ? protocol : BP_PROTOCOL_NONE;
    script.keep_values = choice & 4;
    script.text_limit = choice & 8 ? choice >> 20 : BP_TEXT_DEFAULT;
    char *expected = script_replay(&script, choice & 16, (struct split){0}, true);
    struct split splits[] = {{.step = 1, .room = 512}, {.seed = choice | 1, .room = 512 + choice % 512}};
    for (size_t i = 0; i < sizeof splits / sizeof splits[0]; i++) {
        char *result = script_replay(&script, choice & 32, splits[i], true);
        CHECK(strcmp(result, expected) == 0, "step %zu, seed %u gives\n%s\ninstead of\n%s", splits[i].step,
              splits[i].seed, result, expected);
        free(result);
    }
    free(expected);
    return 0;
}
