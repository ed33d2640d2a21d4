/* SPDX-License-Identifier: MIT */
/* What executed programs are given: LD_PRELOAD and settings, added, kept, or taken out. */
#include "../../../native/shim/guard/environment.h"

#include <unistd.h>

#include "../../../native/shim/guard/settings.h"
#include "unit.h"

static char joined[8192];

static const char *join(char *const *entries)
{
    joined[0] = 0;
    for (; *entries; entries++) {
        strcat(joined, *entries);
        strcat(joined, "|");
    }
    return joined;
}

#define GIVES(expected, ...)                                                                                           \
    do {                                                                                                               \
        char *const given[] = {__VA_ARGS__};                                                                           \
        CHECK_TEXT(expected, join(BP_ENVIRONMENT(BP_TARGET_LIKE_US, given)));                                          \
    } while (0)

int main(void)
{
    /* The settings' own environment: this very program plays the library, so that it can be found. */
    char self[1024] = "LIBBTRACE_PATH=";
    CHECK(readlink("/proc/self/exe", self + 15, sizeof self - 16) > 0);
    char *own[] = {self, "LIBBTRACE_PORT=7071", "OTHER=1", "LIBBTRACE=no", NULL};
    environ = own;
    bp_settings_read();
    own[1] = "LIBBTRACE_PORT=changed";

    char all[8192], preload[8192];
    snprintf(all, sizeof all, "%s|LIBBTRACE_PORT=7071|LD_PRELOAD=%s|", self, self + 15);
    GIVES(all, NULL);
    CHECK_TEXT(all, join(BP_ENVIRONMENT(BP_TARGET_LIKE_US, NULL)));
    snprintf(all, sizeof all, "A=1|LIBBTRACE_PORT=1|B=|%s|LD_PRELOAD=/x/y.so:z.so:%s|", self, self + 15);
    GIVES(all, "A=1", "LIBBTRACE_PORT=1", "LD_PRELOAD=/x/y.so z.so", "B=", NULL);
    snprintf(preload, sizeof preload, "LD_PRELOAD=%s:/x/y.so", self + 15);
    snprintf(all, sizeof all, "%s|LIBBTRACE_PORT=7071|LD_PRELOAD=/x/y.so:%s|", self, self + 15);
    GIVES(all, preload, NULL);
    GIVES(all, "LD_PRELOAD=/first/is/not/heeded.so", "LD_PRELOAD=/x/y.so", NULL);
    CHECK_TEXT("7071", bp_setting("LIBBTRACE_PORT"));
    CHECK(bp_setting("LIBBTRACE_POR") == NULL && bp_setting("OTHER") == NULL);

    char *const with_us[] = {preload, "A=1", NULL};
    CHECK_TEXT("A=1|LD_PRELOAD=/x/y.so|", join(BP_ENVIRONMENT(BP_TARGET_FOREIGN, with_us)));

    own[0] = "LIBBTRACE_PATH=/not/there/libbtrace.so";
    own[1] = NULL;
    bp_settings_read();
    GIVES("A=1|LD_PRELOAD=/x/y.so|", "A=1", "LD_PRELOAD=/elsewhere/libbtrace.so:/x/y.so", NULL);
    GIVES("A=1|", "A=1", "LD_PRELOAD=libbtrace.so", NULL);
    return 0;
}
