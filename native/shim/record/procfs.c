/* SPDX-License-Identifier: MIT */
#include "procfs.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>

#include "../guard/raw.h"

size_t bp_procfs_read(const char *path, char *text, size_t room)
{
    size_t length = 0;
    text[0] = 0;
    long fd = bp_raw(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
    if (bp_raw_failed(fd)) return 0;
    while (length < room - 1) {
        long got = bp_raw(SYS_read, fd, text + length, room - 1 - length);
        if (got <= 0) break;
        length += (size_t)got;
    }
    bp_raw(SYS_close, fd);
    text[length] = 0;
    return length;
}

size_t bp_procfs_link(const char *path, char *text, size_t room)
{
    long length = bp_raw(SYS_readlinkat, AT_FDCWD, path, text, room - 1);
    if (bp_raw_failed(length)) length = 0;
    text[length] = 0;
    return (size_t)length;
}

static uint64_t decimal(const char *text)
{
    uint64_t number = 0;
    for (; *text >= '0' && *text <= '9'; text++)
        number = number * 10 + (uint64_t)(*text - '0');
    return number;
}

static int hex_digit(char digit)
{
    if (digit >= '0' && digit <= '9') return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

void bp_procfs_boot_id(uint64_t id[2])
{
    char text[64];
    uint64_t halves[2] = {0, 0};
    int digits = 0;
    bp_procfs_read("/proc/sys/kernel/random/boot_id", text, sizeof text);
    for (const char *at = text; *at && digits < 32; at++) {
        int digit = hex_digit(*at);
        if (digit < 0) continue;
        halves[digits / 16] = halves[digits / 16] << 4 | (uint64_t)digit;
        digits++;
    }
    if (digits == 32) memcpy(id, halves, sizeof halves);
}

/* The link reads `pid:[4026531836]`. */
void bp_procfs_namespace(const char *path, uint64_t *inode)
{
    char text[64];
    if (bp_procfs_link(path, text, sizeof text) == 0) return;
    const char *bracket = strchr(text, '[');
    if (bracket) *inode = decimal(bracket + 1);
}

/* Field 22; the second, the program's name in parentheses, may hold anything, parentheses too. */
uint64_t bp_procfs_start(void)
{
    char text[1024];
    bp_procfs_read("/proc/self/stat", text, sizeof text);
    const char *at = strrchr(text, ')');
    for (int field = 2; at && field < 22; field++) {
        at = strchr(at, ' ');
        if (at) at++;
    }
    return at ? decimal(at) : 0;
}
