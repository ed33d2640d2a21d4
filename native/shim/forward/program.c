/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <string.h>

#include "../guard/readable.h"

#define TEXT_MAX BP_TEXT_DEFAULT

/* Bytes of `path NUL argument NUL ...` up to the limit; copied to `to` unless that is NULL. */
static size_t list(char *to, const char *path, char *const *arguments, size_t limit)
{
    size_t length = 0;
    for (size_t i = 0; path && length < limit; path = arguments ? arguments[i++] : NULL) {
        size_t more = strlen(path) + 1;
        if (more > limit - length) more = limit - length;
        if (to) memcpy(to + length, path, more);
        length += more;
    }
    return length;
}

void bp_record_program(const struct bp_call_facts *facts, const char *path, char *const *arguments)
{
    /* The kernel answers EFAULT to what would crash us. */
    if (!bp_readable_text(path) || !bp_readable_list(arguments)) path = NULL;
    size_t length = list(NULL, path, arguments, TEXT_MAX);
    struct bp_call *record = bp_record_claim(sizeof *record + length, BP_RECORD_CALL, facts->call);
    if (!record) return;
    record->begin = facts->begin;
    record->end = facts->end ? facts->end : bp_now();
    record->result = facts->result;
    record->error = facts->error;
    record->fd = facts->fd;
    record->channel = 0;
    record->offset = 0;
    record->argument = facts->argument;
    list((char *)(record + 1), path, arguments, length);
    bp_record_commit(record);
}
