/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <dlfcn.h>
#include <limits.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "raw.h"

static const char prefix[] = "LIBBTRACE_";
static const char *entries[BP_SETTINGS_MAX + 1];
static char library[PATH_MAX];

static size_t count_ours(size_t *bytes)
{
    size_t count = 0;
    for (char **entry = environ; entry && *entry && count < BP_SETTINGS_MAX; entry++) {
        if (strncmp(*entry, prefix, sizeof prefix - 1) != 0) continue;
        *bytes += strlen(*entry) + 1;
        count++;
    }
    return count;
}

static void copy_ours(char *room, size_t count)
{
    size_t copied = 0;
    for (char **entry = environ; *entry && copied < count; entry++) {
        if (strncmp(*entry, prefix, sizeof prefix - 1) != 0) continue;
        entries[copied++] = room;
        room = stpcpy(room, *entry) + 1;
    }
}

/* A preload may be named relative to the folder that the program starts in, which it may leave. */
static void find_library(void)
{
    const char *path = bp_setting("LIBBTRACE_PATH");
    Dl_info info;
    if (!path && dladdr((void *)&library, &info)) path = info.dli_fname;
    size_t length = path ? strlen(path) : 0;
    if (length == 0 || length >= sizeof library) return;
    size_t folder = 0;
    if (path[0] != '/') {
        long written = bp_raw(SYS_getcwd, library, sizeof library - length - 1);
        if (written < 2 || library[0] != '/') return;
        folder = (size_t)written;
        library[folder - 1] = '/';
    }
    memcpy(library + folder, path, length + 1);
}

void bp_settings_read(void)
{
    size_t bytes = 0;
    size_t count = count_ours(&bytes);
    if (count > 0) {
        long room = bp_raw(SYS_mmap, 0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (!bp_raw_failed(room)) copy_ours((char *)room, count);
    }
    find_library();
}

const char *bp_setting(const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; entries[i]; i++)
        if (strncmp(entries[i], name, length) == 0 && entries[i][length] == '=') return entries[i] + length + 1;
    return NULL;
}

const char *bp_setting_entry(size_t n)
{
    return n < BP_SETTINGS_MAX ? entries[n] : NULL;
}

const char *bp_library_path(void)
{
    return library;
}
