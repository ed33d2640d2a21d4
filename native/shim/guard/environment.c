/* SPDX-License-Identifier: MIT */
#include "environment.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "raw.h"
#include "readable.h"
#include "seal.h"
#include "settings.h"
#include "text.h"

#define PRELOAD "LD_PRELOAD="
#define ROOM_MAX (1u << 20) /* bytes of stack; a larger environment is handed on as it is */

/* A file that is not there (a chroot without it in it) would make the loader complain on the program's standard error.
 */
static const char *library_for(enum bp_target target)
{
    const char *path = bp_library_path();
    if (target == BP_TARGET_FOREIGN) return "";
    return bp_sealed || !bp_raw_failed(bp_raw(SYS_faccessat, AT_FDCWD, path, 4)) ? path : "";
}

struct bp_environment bp_environment_measure(enum bp_target target, char *const *given)
{
    struct bp_environment result = {.given = given, .library = library_for(target)};
    if (!bp_sealed && !bp_readable_list(given)) return result;
    for (; given && given[result.entries]; result.entries++)
        /* The loader heeds the last one. */
        if (strncmp(given[result.entries], PRELOAD, sizeof PRELOAD - 1) == 0)
            result.preload = given[result.entries] + sizeof PRELOAD - 1;
    size_t pointers = (result.entries + BP_SETTINGS_MAX + 2) * sizeof(char *);
    size_t text = sizeof PRELOAD + 1 + strlen(result.library) + (result.preload ? strlen(result.preload) : 0);
    if (*bp_library_path() && pointers + text <= ROOM_MAX) result.room = pointers + text;
    return result;
}

static const char *base(const char *path, size_t length)
{
    const char *slash = memrchr(path, '/', length);
    return slash ? slash + 1 : path;
}

static bool is_ours(const char *path, size_t length)
{
    const char *library = bp_library_path();
    const char *theirs = base(path, length), *ours = base(library, strlen(library));
    size_t rest = length - (size_t)(theirs - path);
    return rest == strlen(ours) && memcmp(theirs, ours, rest) == 0;
}

bool bp_environment_traced(char *const *given)
{
    const char *rest = bp_environment_measure(BP_TARGET_LIKE_US, given).preload;
    while (rest && *rest) {
        size_t length = strcspn(rest, ": ");
        if (length > 0 && is_ours(rest, length)) return true;
        rest += length + (rest[length] != 0);
    }
    return false;
}

static void add_path(struct bp_text *text, const char *path, size_t length)
{
    if (text->length > sizeof PRELOAD - 1) bp_text_character(text, ':');
    bp_text_part(text, path, length);
}

/* Everything that was there but us, however we were named, then us by our full path. */
static void write_preload(struct bp_text *text, const char *given, const char *library)
{
    bp_text_add(text, PRELOAD);
    while (given && *given) {
        size_t length = strcspn(given, ": ");
        if (length > 0 && !is_ours(given, length)) add_path(text, given, length);
        given += length + (given[length] != 0);
    }
    if (*library) add_path(text, library, strlen(library));
}

static bool has_name(char *const *entries, size_t count, const char *setting)
{
    size_t length = (size_t)(strchr(setting, '=') - setting) + 1;
    for (size_t i = 0; i < count; i++)
        if (strncmp(entries[i], setting, length) == 0) return true;
    return false;
}

char *const *bp_environment_fill(const struct bp_environment *environment, void *room)
{
    if (!room) return environment->given;
    char **entries = room;
    size_t count = 0;
    for (size_t i = 0; i < environment->entries && environment->given[i]; i++)
        if (strncmp(environment->given[i], PRELOAD, sizeof PRELOAD - 1) != 0) entries[count++] = environment->given[i];
    size_t inherited = count;
    for (size_t i = 0; *environment->library && bp_setting_entry(i); i++)
        if (!has_name(entries, inherited, bp_setting_entry(i))) entries[count++] = (char *)bp_setting_entry(i);
    char *begin = (char *)(entries + environment->entries + BP_SETTINGS_MAX + 2);
    struct bp_text text = bp_text(begin, environment->room - (size_t)(begin - (char *)room));
    write_preload(&text, environment->preload, environment->library);
    if (text.length > sizeof PRELOAD - 1) entries[count++] = begin;
    entries[count] = NULL;
    return entries;
}
