/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "environment.h"
#include "memory.h"
#include "text.h"

#define SHELL "/bin/sh"
#define ARGUMENT_MAX (128u << 10) /* bytes; the kernel takes no longer argument */

/* Bytes of `text` in single quotes, at most. */
static size_t quoted_size(const char *text)
{
    size_t size = sizeof "'' ";
    for (; *text; text++)
        size += *text == '\'' ? sizeof "'\\''" : 1;
    return size;
}

static void quote(struct bp_text *text, const char *word)
{
    bp_text_character(text, '\'');
    for (; *word; word++) {
        if (*word == '\'')
            bp_text_add(text, "'\\''");
        else
            bp_text_character(text, *word);
    }
    bp_text_add(text, "' ");
}

/* Whether an entry of the environment to give is none of those that are inherited anyway. */
static bool added(const char *entry)
{
    for (char *const *inherited = environ; inherited && *inherited; inherited++)
        if (*inherited == entry) return false;
    return true;
}

static void export(struct bp_text *text, const char *entry)
{
    bp_text_add(text, "export ");
    for (; *entry != '='; entry++)
        bp_text_character(text, *entry);
    bp_text_character(text, *entry++);
    quote(text, entry);
    bp_text_character(text, ';');
}

/* A command that a shell would take for options stays one. */
static bool plain(const char *command)
{
    return !command || *command == '-' || *command == '+' || bp_environment_traced(environ);
}

struct bp_command bp_command(const char *command)
{
    struct bp_command result = {.text = command};
    if (plain(command)) return result;
    char *const *with_us = BP_ENVIRONMENT(bp_target_at(AT_FDCWD, SHELL), environ);
    size_t size = sizeof "exec " SHELL " -c " + quoted_size(command) + sizeof "sh";
    bool more = false;
    for (char *const *entry = with_us; entry && *entry; entry++) {
        if (!added(*entry)) continue;
        size += sizeof "export ;" + quoted_size(*entry);
        more = true;
    }
    if (!more || size > ARGUMENT_MAX) return result;
    result.room = bp_map_private(size);
    if (!result.room) return result;
    struct bp_text text = bp_text(result.room, size);
    for (char *const *entry = with_us; *entry; entry++)
        if (added(*entry)) export(&text, *entry);
    bp_text_add(&text, "exec " SHELL " -c ");
    quote(&text, command);
    bp_text_add(&text, "sh");
    result.text = result.room;
    result.size = size;
    return result;
}

void bp_command_free(void *command)
{
    struct bp_command *ours = command;
    if (ours->room) bp_unmap(ours->room, ours->size);
}
