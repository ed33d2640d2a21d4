/* SPDX-License-Identifier: MIT */
#include "readable.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "raw.h"

#define PAGE 4096u /* the smallest there is: larger pages are only asked about more than once */
#define NO_SUCH_HOW 99

/* The kernel reads the set of signals before it refuses how to apply it. `known`: a page that was found readable; texts
 * of one list mostly share theirs. */
static bool page_readable(uintptr_t page, uintptr_t *known)
{
    if (page == 0) return false;
    if (page == *known) return true;
    if (bp_raw(SYS_rt_sigprocmask, NO_SUCH_HOW, page, 0, sizeof(uint64_t)) == -EFAULT) return false;
    *known = page;
    return true;
}

bool bp_readable(const void *memory, size_t size)
{
    uintptr_t known = 0, begin = (uintptr_t)memory, end = begin + size;
    for (uintptr_t page = begin / PAGE * PAGE; page < end; page += PAGE)
        if (!page_readable(page, &known)) return false;
    return true;
}

static bool text_readable(const char *text, uintptr_t *known)
{
    for (;;) {
        if (!page_readable((uintptr_t)text / PAGE * PAGE, known)) return false;
        size_t rest = PAGE - (uintptr_t)text % PAGE;
        if (memchr(text, 0, rest)) return true;
        text += rest;
    }
}

bool bp_readable_text(const char *text)
{
    uintptr_t known = 0;
    return text_readable(text, &known);
}

bool bp_readable_list(char *const *list)
{
    uintptr_t known_entries = 0, known_texts = 0;
    for (; list; list++) {
        if (!page_readable((uintptr_t)list / PAGE * PAGE, &known_entries)) return false;
        if (!*list) return true;
        if (!text_readable(*list, &known_texts)) return false;
    }
    return true;
}
