/* SPDX-License-Identifier: MIT */
#include "../../../native/shim/record/procfs.h"

#include <sys/mman.h>
#include <sys/prctl.h>

#include "../../../native/shim/guard/readable.h"
#include "../../../native/shim/guard/text.h"
#include "../../../native/shim/record/random.h"
#include "unit.h"

static void a_start_is_found_behind_any_name(void)
{
    uint64_t plain = bp_procfs_start();
    CHECK(plain > 0);
    prctl(PR_SET_NAME, ") R 1 2 (a b)");
    CHECK(bp_procfs_start() == plain);
}

static void what_cannot_be_read_changes_nothing(void)
{
    char text[8] = "before";
    uint64_t inode = 5;
    CHECK(bp_procfs_read("/not/there", text, sizeof text) == 0 && text[0] == 0);
    CHECK(bp_procfs_link("/not/there", text, sizeof text) == 0 && text[0] == 0);
    bp_procfs_namespace("/not/there", &inode);
    CHECK(inode == 5);
    CHECK(bp_procfs_read("/proc/self/stat", text, sizeof text) == 7 && text[7] == 0);
}

static void readable_memory_is_told_from_other(void)
{
    char *pages = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(pages != MAP_FAILED && munmap(pages + 8192, 4096) == 0);
    memset(pages, 'x', 8192);
    CHECK(!bp_readable_text(pages) && !bp_readable_text(NULL) && !bp_readable_text((char *)1));
    pages[8191] = 0;
    CHECK(bp_readable_text(pages) && bp_readable_text(pages + 8191));
    char **list = (char **)(pages + 8192) - 2;
    list[0] = "a";
    list[1] = NULL;
    CHECK(bp_readable_list(list) && bp_readable_list(NULL) && !bp_readable_list((char **)8));
    list[1] = "b";
    CHECK(!bp_readable_list(list));
    list[0] = (char *)8;
    CHECK(!bp_readable_list(list));
}

static void texts_are_built_and_cut(void)
{
    char room[8];
    struct bp_text text = bp_text(room, sizeof room);
    bp_text_decimal(&text, 1203);
    bp_text_add(&text, "-");
    CHECK_TEXT("1203-", room);
    bp_text_hex(&text, 0xabc, 4);
    CHECK_TEXT("1203-0a", room);
}

int main(void)
{
    a_start_is_found_behind_any_name();
    what_cannot_be_read_changes_nothing();
    readable_memory_is_told_from_other();
    texts_are_built_and_cut();
    CHECK(bp_random() != bp_random());
    return 0;
}
