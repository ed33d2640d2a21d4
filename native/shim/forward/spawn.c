/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include "../guard/apart.h"
#include "../guard/environment.h"
#include "../guard/real.h"
#include "program.h"

typedef char *const *texts;
typedef int spawn(pid_t *restrict, const char *restrict, const posix_spawn_file_actions_t *restrict,
                  const posix_spawnattr_t *restrict, texts, texts);

BP_REAL(int, posix_spawn, pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, texts,
        texts);
BP_REAL(int, posix_spawnp, pid_t *, const char *, const posix_spawn_file_actions_t *, const posix_spawnattr_t *, texts,
        texts);

struct question {
    enum bp_target (*look)(const char *);
    const char *file;
};

static long answer(void *memory)
{
    struct question *question = memory;
    return question->look(question->file);
}

static enum bp_target at_path(const char *path)
{
    return bp_target_at(AT_FDCWD, path);
}

/* In the parent, where other threads may be. */
static enum bp_target target_of(enum bp_target (*look)(const char *), const char *file)
{
    if (bp_sealed) return BP_TARGET_LIKE_US;
    long target = bp_apart(answer, &(struct question){look, file});
    return target < 0 ? BP_TARGET_LIKE_US : (enum bp_target)target;
}

static int forward(spawn *real, uint16_t call, enum bp_target target, pid_t *child, const char *path,
                   const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes, texts arguments,
                   texts environment)
{
    bool recording = bp_recording();
    texts with_us = BP_ENVIRONMENT(target, environment);
    uint64_t begin = recording ? bp_now() : 0;
    pid_t pid = 0;
    int error = real(&pid, path, actions, attributes, arguments, with_us);
    if (child && error == 0) *child = pid;
    if (!recording) return error;
    struct bp_call_facts facts = {
        .call = call, .fd = -1, .begin = begin, .result = error, .error = error, .argument = (uint32_t)pid};
    bp_record_program(&facts, path, arguments);
    return error;
}

#define SPAWN(function, real, call, look)                                                                              \
    BP_EXPORT spawn function;                                                                                          \
    int function(pid_t *restrict child, const char *restrict path, const posix_spawn_file_actions_t *restrict actions, \
                 const posix_spawnattr_t *restrict attributes, texts arguments, texts environment)                     \
    {                                                                                                                  \
        BP_RESOLVE(real);                                                                                              \
        return forward(real_##real, BP_CALL_##call, target_of(look, path), child, path, actions, attributes,           \
                       arguments, environment);                                                                        \
    }

#if defined(__x86_64__) && defined(__GLIBC__)

/* Programs linked before glibc 2.15 have a file that is no program run by a shell. */
BP_REAL_VERSION(int, old_posix_spawn, posix_spawn, "GLIBC_2.2.5", pid_t *, const char *,
                const posix_spawn_file_actions_t *, const posix_spawnattr_t *, texts, texts);
BP_REAL_VERSION(int, old_posix_spawnp, posix_spawnp, "GLIBC_2.2.5", pid_t *, const char *,
                const posix_spawn_file_actions_t *, const posix_spawnattr_t *, texts, texts);

__asm__(".symver bp_new_posix_spawn, posix_spawn@@@GLIBC_2.15");
__asm__(".symver bp_new_posix_spawnp, posix_spawnp@@@GLIBC_2.15");
__asm__(".symver bp_old_posix_spawn, posix_spawn@GLIBC_2.2.5");
__asm__(".symver bp_old_posix_spawnp, posix_spawnp@GLIBC_2.2.5");

SPAWN(bp_new_posix_spawn, posix_spawn, posix_spawn, at_path)
SPAWN(bp_new_posix_spawnp, posix_spawnp, posix_spawnp, bp_target_named)
SPAWN(bp_old_posix_spawn, old_posix_spawn, posix_spawn, at_path)
SPAWN(bp_old_posix_spawnp, old_posix_spawnp, posix_spawnp, bp_target_named)

#else

SPAWN(posix_spawn, posix_spawn, posix_spawn, at_path)
SPAWN(posix_spawnp, posix_spawnp, posix_spawnp, bp_target_named)

#endif
