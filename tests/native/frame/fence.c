/* SPDX-License-Identifier: MIT */
#include "fence.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"

struct fence fence_make(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), inner = (size + page - 1) / page * page;
    uint8_t *all = mmap(NULL, inner + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(all != MAP_FAILED && mprotect(all + page, inner, PROT_READ | PROT_WRITE) == 0, "no memory for a fence");
    return (struct fence){all + page, all + page + inner};
}

const uint8_t *fence_put(const struct fence *fence, bool front, const uint8_t *bytes, size_t count)
{
    CHECK(count <= (size_t)(fence->end - fence->begin), "%zu bytes do not fit", count);
    return memcpy(front ? fence->begin : fence->end - count, bytes, count);
}
