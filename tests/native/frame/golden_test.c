/* SPDX-License-Identifier: MIT */
/* Recorded conversations give the messages that the .txt beside each lists, however their bytes are split. */
#include <dirent.h>
#include <string.h>

#include "check.h"
#include "conversation_script.h"

#define SUFFIX ".conversation"

static char *read_text(const char *path)
{
    FILE *stream = fopen(path, "rb");
    if (!stream) return NULL;
    char *text = calloc(1, 1 << 18);
    size_t size = fread(text, 1, (1 << 18) - 1, stream);
    text[size] = 0;
    fclose(stream);
    return text;
}

static void write_text(const char *path, const char *text)
{
    FILE *stream = fopen(path, "wb");
    CHECK(stream && fputs(text, stream) >= 0 && fclose(stream) == 0, "cannot write %s", path);
}

static void golden_test(const char *folder, const char *name, int rewrite)
{
    static struct script script;
    char path[4096], list[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(list, sizeof list, "%s/%.*s.txt", folder, (int)(strlen(name) - strlen(SUFFIX)), name);
    script_load(&script, path);
    char *alone = script_replay(&script, true, (struct split){0}, true);
    script.hint = script_protocol(name, strcspn(name, "-"));
    CHECK(script.hint, "%s begins with no protocol's name", name);
    char *result = script_replay_all(&script, name, true);
    CHECK(strcmp(alone, "unframed\n") == 0 || strcmp(alone, result) == 0,
          "%s gives, not known from the services map\n%s", name, alone);
    free(alone);
    if (rewrite) write_text(list, result);
    char *expected = read_text(list);
    CHECK(expected, "%s is missing", list);
    CHECK(strcmp(result, expected) == 0, "%s gives\n%s\ninstead of\n%s", name, result, expected);
    script_coalesce(&script);
    for (int client_end = 0; client_end < 2; client_end++) {
        char *coalesced = script_replay(&script, client_end, (struct split){0}, true);
        CHECK(strcmp(coalesced, expected) == 0, "%s, coalesced, gives\n%s\ninstead of\n%s", name, coalesced, expected);
        free(coalesced);
    }
    free(expected);
    free(result);
}

void golden_tests(const char *folder, int rewrite)
{
    DIR *directory = opendir(folder);
    CHECK(directory, "cannot open %s", folder);
    int count = 0;
    for (struct dirent *file; (file = readdir(directory));) {
        size_t length = strlen(file->d_name);
        if (length <= strlen(SUFFIX) || strcmp(file->d_name + length - strlen(SUFFIX), SUFFIX) != 0) continue;
        golden_test(folder, file->d_name, rewrite);
        count++;
    }
    closedir(directory);
    CHECK(count >= 20, "only %d recorded conversations in %s", count, folder);
    printf("%d recorded conversations\n", count);
}
