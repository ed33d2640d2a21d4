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

BP_EXPORT int posix_spawn(pid_t *restrict child, const char *restrict path,
                          const posix_spawn_file_actions_t *restrict actions,
                          const posix_spawnattr_t *restrict attributes, texts arguments, texts environment)
{
    BP_RESOLVE(posix_spawn);
    return forward(real_posix_spawn, BP_CALL_posix_spawn, target_of(at_path, path), child, path, actions, attributes,
                   arguments, environment);
}

BP_EXPORT int posix_spawnp(pid_t *restrict child, const char *restrict file,
                           const posix_spawn_file_actions_t *restrict actions,
                           const posix_spawnattr_t *restrict attributes, texts arguments, texts environment)
{
    BP_RESOLVE(posix_spawnp);
    return forward(real_posix_spawnp, BP_CALL_posix_spawnp, target_of(bp_target_named, file), child, file, actions,
                   attributes, arguments, environment);
}
