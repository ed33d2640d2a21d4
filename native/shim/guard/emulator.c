/* SPDX-License-Identifier: MIT */
#include "emulator.h"

#include <stddef.h>
#include <string.h>

/* What follows `qemu-`; variants (armeb, mips64el, aarch64-static) begin with it. */
static const char *const processors[] = {
    "aarch64", "alpha", "arm",  "cris", "hexagon", "hppa",  "i386", "loongarch", "m68k",   "microblaze",
    "mips",    "nios2", "or1k", "ppc",  "riscv",   "s390x", "sh4",  "sparc",     "x86_64", "xtensa",
};

bool bp_is_emulator(const char *name)
{
    if (strncmp(name, "qemu-", 5) != 0) return false;
    for (size_t i = 0; i < sizeof processors / sizeof *processors; i++)
        if (strncmp(name + 5, processors[i], strlen(processors[i])) == 0) return true;
    return false;
}
