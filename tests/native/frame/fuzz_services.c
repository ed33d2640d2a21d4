/* SPDX-License-Identifier: MIT */
/* Any text as a services file: no more bad lines than lines, and reading it again changes nothing. */
#include <string.h>

#include "../../../native/shim/frame/frame.h"
#include "check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct bp_services once, twice;
    memset(&once, 0, sizeof once);
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    size_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += text[i] == '\n';
    size_t bad = bp_services_add(&once, text, size);
    twice = once;
    CHECK(bad <= lines && bp_services_add(&twice, text, size) == bad, "%zu bad lines of %zu", bad, lines);
    CHECK(memcmp(&once, &twice, sizeof once) == 0, "reading again changes the map");
    free(text);
    return 0;
}
