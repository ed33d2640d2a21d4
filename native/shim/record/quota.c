/* SPDX-License-Identifier: MIT */
#include "quota.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "../../wire/wire.h"
#include "../guard/memory.h"
#include "../guard/settings.h"
#include "clock.h"

#define DEFAULT_QUOTA (1u << 30) /* bytes in a spool that nobody drains */
#define KEPT_MAX                                                                                                       \
    (256u << 20)               /* bytes that programs may need of the same file system: an eighth of it, at most this  \
                                */
#define COUNT_AFTER 100000000u /* ns between two looks through the folder */
#define TMPFS_ENTRY 20         /* by which a folder of tmpfs grows with each file */
#define NAME_LENGTH 29         /* of a segment: 16 digits, a dot, 8 digits, .seg */
#define LIST_SIZE 32768
#define LARGEST (16 * BP_SEGMENT_MIN)
#define OPEN_AT_A_TIME 16 /* of the largest segments fit into the spool */

static uint64_t counted, counted_at;
static uint64_t file_system; /* its bytes; 0 not known yet */

/* A number with K, M or G behind it, or nothing. What makes no sense counts as not set. */
static uint64_t parse(const char *text)
{
    uint64_t size = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && size < UINT32_MAX; at++)
        size = size * 10 + (uint64_t)(*at - '0');
    unsigned shift = *at == 'K' ? 10 : *at == 'M' ? 20 : *at == 'G' ? 30 : 0;
    bool sound = at > text && at[shift > 0] == 0;
    return sound ? size << shift : DEFAULT_QUOTA;
}

static uint64_t quota(void)
{
    static uint64_t bytes;
    uint64_t known = __atomic_load_n(&bytes, __ATOMIC_RELAXED);
    if (known > 0) return known;
    const char *text = bp_setting("LIBBTRACE_QUOTA");
    known = text ? parse(text) : DEFAULT_QUOTA;
    if (known == 0) known = 1;
    __atomic_store_n(&bytes, known, __ATOMIC_RELAXED);
    return known;
}

/* Threads keep what they have open until they can have more: the spool must not be full of what is open. */
static uint64_t largest(void)
{
    uint64_t room = __atomic_load_n(&file_system, __ATOMIC_RELAXED), size = LARGEST;
    if (room == 0 || quota() < room) room = quota();
    while (size > BP_SEGMENT_MIN && size > room / OPEN_AT_A_TIME)
        size /= 2;
    return size;
}

uint64_t bp_quota_usual_size(uint32_t number)
{
    uint64_t size = number == 0 ? BP_SEGMENT_MIN : number == 1 ? 4 * BP_SEGMENT_MIN : LARGEST, most = largest();
    return size < most ? size : most;
}

static uint64_t size_by_name(const char *name)
{
    if (strlen(name) != NAME_LENGTH) return 0;
    uint32_t number = 0;
    for (const char *digit = name + 17; digit < name + 25; digit++)
        number = number << 4 | (uint32_t)(*digit <= '9' ? *digit - '0' : *digit - 'a' + 10);
    return bp_quota_usual_size(number);
}

static uint64_t sum_of_list(const char *list, size_t length)
{
    uint64_t sum = 0;
    for (size_t at = 0; at < length;) {
        const struct dirent64 *entry = (const void *)(list + at);
        sum += size_by_name(entry->d_name);
        at += entry->d_reclen;
    }
    return sum;
}

static uint64_t count(int folder)
{
    uint64_t sum = 0;
    char *list = bp_map_private(LIST_SIZE);
    long fd = bp_raw(SYS_openat, folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    long length = 0;
    while (list && !bp_raw_failed(fd) && (length = bp_raw(SYS_getdents64, fd, list, LIST_SIZE)) > 0)
        sum += sum_of_list(list, (size_t)length);
    if (!bp_raw_failed(fd)) bp_raw(SYS_close, fd);
    if (list) bp_unmap(list, LIST_SIZE);
    return sum;
}

/* What the folder's size alone says suffices nearly always. */
static bool few_files(int folder, bool tmpfs)
{
    struct stat about;
    if (!tmpfs || bp_raw_failed(bp_raw(SYS_fstat, folder, &about))) return false;
    return (uint64_t)about.st_size / TMPFS_ENTRY < quota() / bp_quota_usual_size(2);
}

static bool within_quota(int folder, uint64_t size)
{
    uint64_t now = bp_now(), last = __atomic_load_n(&counted_at, __ATOMIC_RELAXED);
    if (last == 0 || now - last > COUNT_AFTER) {
        __atomic_store_n(&counted, count(folder), __ATOMIC_RELAXED);
        __atomic_store_n(&counted_at, now, __ATOMIC_RELAXED);
    }
    return __atomic_add_fetch(&counted, size, __ATOMIC_RELAXED) <= quota();
}

bool bp_quota_allows(int folder, uint64_t size)
{
    struct statfs about;
    if (bp_raw_failed(bp_raw(SYS_fstatfs, folder, &about)) || about.f_blocks == 0) return true;
    uint64_t bytes = (uint64_t)about.f_blocks * (uint64_t)about.f_bsize, kept = bytes / 8;
    __atomic_store_n(&file_system, bytes, __ATOMIC_RELAXED);
    if (kept > KEPT_MAX) kept = KEPT_MAX;
    if ((uint64_t)about.f_bavail * (uint64_t)about.f_bsize < kept + size) return false;
    return few_files(folder, about.f_type == TMPFS_MAGIC) || within_quota(folder, size);
}
