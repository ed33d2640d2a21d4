/* SPDX-License-Identifier: MIT */
#include "settings.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "../record/procfs.h"
#include "memory.h"
#include "raw.h"

#define INITIAL_MAX (1u << 20) /* bytes of environment looked at */

static const char prefix[] = "LIBBTRACE_";
static const char *entries[BP_SETTINGS_MAX + 1];
static char library[PATH_MAX];

static bool is_ours(const char *entry)
{
    return strncmp(entry, prefix, sizeof prefix - 1) == 0;
}

/* The program may change its environment at once, so the texts are copied. */
static void keep(const char *entry, size_t *count)
{
    if (!is_ours(entry) || *count == BP_SETTINGS_MAX) return;
    size_t size = strlen(entry) + 1;
    char *room = bp_map_private(size);
    if (room) entries[(*count)++] = memcpy(room, entry, size);
}

/* Before libc's own constructor there is no `environ`, but the kernel knows what the program was started with. */
static size_t keep_initial(void)
{
    size_t count = 0;
    char *text = bp_map_private(INITIAL_MAX);
    if (!text) return 0;
    size_t length = bp_procfs_read("/proc/self/environ", text, INITIAL_MAX);
    for (size_t at = 0; at < length; at += strlen(text + at) + 1)
        keep(text + at, &count);
    bp_unmap(text, INITIAL_MAX);
    return count;
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
    size_t count = 0;
    if (!environ) count = keep_initial();
    for (char **entry = environ; entry && *entry; entry++)
        keep(*entry, &count);
    entries[count] = NULL;
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
