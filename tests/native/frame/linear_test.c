/* SPDX-License-Identifier: MIT */
/*
 * A call takes time for the bytes that it takes and no others, however many lie behind them and however little room
 * there is: steps are counted, not time. A step is a basic block of the framers' code (the compiler calls at each), or
 * a byte that memchr passes.
 */
#include <dirent.h>
#include <string.h>

#include "check.h"
#include "conversation_script.h"

#define STEPS_A_CALL 1500u /* recognition asks every protocol */
#define STEPS_A_BYTE 120u
#define SUFFIX ".conversation"
#define LONG (1u << 15) /* bytes that a repeated part makes */

void __sanitizer_cov_trace_pc(void);
void *__wrap_memchr(const void *bytes, int wanted, size_t count);
void *__real_memchr(const void *bytes, int wanted, size_t count);

static uint64_t steps, calls, bytes_in_all;

__attribute__((no_sanitize_coverage)) void __sanitizer_cov_trace_pc(void)
{
    steps++;
}

__attribute__((no_sanitize_coverage)) void *__wrap_memchr(const void *bytes, int wanted, size_t count)
{
    const uint8_t *found = __real_memchr(bytes, wanted, count);
    steps += found ? (size_t)(found - (const uint8_t *)bytes) : count;
    return (void *)(uintptr_t)found;
}

static void pass(struct bp_conversation *conversation, const char *name, bool sent, const uint8_t *bytes, size_t count,
                 size_t room)
{
    static uint8_t text[1 << 16];
    while (count) {
        uint64_t before = steps;
        struct bp_piece piece = bp_frame_next(conversation, sent, bytes, count, text, room);
        uint64_t took = steps - before;
        CHECK(took <= STEPS_A_CALL + STEPS_A_BYTE * piece.length, "%s: %lu steps for %zu of %zu bytes, room for %zu",
              name, took, piece.length, count, room);
        bytes += piece.length;
        count -= piece.length;
        bytes_in_all += piece.length;
        calls++;
    }
}

/* At most `step` bytes at a time. */
static void replay(const struct script *script, const char *name, size_t step, size_t room)
{
    struct bp_conversation conversation;
    bp_frame_start(&conversation, script->hint, BP_ROLE_UNKNOWN, script->text_limit, !script->keep_values);
    for (size_t i = 0; i < script->count; i++) {
        const struct entry *entry = &script->entries[i];
        if (entry->count == 0) bp_frame_close(&conversation, entry->client);
        for (size_t done = 0, count; done < entry->count; done += count) {
            count = entry->count - done < step ? entry->count - done : step;
            pass(&conversation, name, entry->client, entry->bytes + done, count, room);
        }
    }
}

static void replay_all(struct script *script, const char *name)
{
    for (int keep = 0; keep < 2; keep++) {
        script->keep_values = keep;
        script->text_limit = keep ? BP_TEXT_MAX : BP_TEXT_DEFAULT;
        replay(script, name, SIZE_MAX, 512);
        replay(script, name, SIZE_MAX, 1 << 16);
    }
    replay(script, name, 1, 512);
}

/* An entry with a part of it repeated: endless lines, names, fields, messages. */
static void lengthen(struct script *script, const char *name, size_t number, size_t at, size_t length)
{
    static uint8_t longer[LONG + (1 << 18)];
    struct entry *entry = &script->entries[number], was = *entry;
    size_t count = at;
    memcpy(longer, was.bytes, at);
    for (; count < LONG; count += length)
        memcpy(longer + count, was.bytes + at, length);
    memcpy(longer + count, was.bytes + at, was.count - at);
    *entry = (struct entry){was.client, longer, count + was.count - at};
    replay_all(script, name);
    *entry = was;
}

static void conversation_test(const char *folder, const char *name)
{
    static struct script script;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    script_load(&script, path);
    script.hint = script_protocol(name, strcspn(name, "-"));
    replay_all(&script, name);
    uint32_t seed = (uint32_t)script.used;
    for (int i = 0; i < 9; i++) {
        seed = seed * 1664525u + 1013904223u;
        size_t number = (seed >> 8) % script.count, count = script.entries[number].count;
        if (count == 0) continue;
        seed = seed * 1664525u + 1013904223u;
        size_t at = (seed >> 8) % count, most = i % 3 == 0 ? 1 : i % 3 == 1 ? 16 : count;
        size_t length = 1 + (seed >> 20) % (most < count - at ? most : count - at);
        lengthen(&script, name, number, at, length);
    }
}

int main(int count, char **arguments)
{
    CHECK(count == 2, "usage: %s FOLDER", arguments[0]);
    DIR *directory = opendir(arguments[1]);
    CHECK(directory, "cannot open %s", arguments[1]);
    for (struct dirent *file; (file = readdir(directory));) {
        size_t length = strlen(file->d_name);
        if (length > strlen(SUFFIX) && strcmp(file->d_name + length - strlen(SUFFIX), SUFFIX) == 0)
            conversation_test(arguments[1], file->d_name);
    }
    closedir(directory);
    CHECK(steps > bytes_in_all / 16, "%lu steps for %lu bytes", steps, bytes_in_all);
    printf("%lu steps in %lu calls for %lu bytes\n", steps, calls, bytes_in_all);
    return 0;
}
