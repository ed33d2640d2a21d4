/* SPDX-License-Identifier: MIT */
/* stdio's streams: libc opens and closes their descriptors without coming through the wrappers of open and close. */
#include <stdio.h>

#include "../channel/message.h"
#include "../isolate/held.h"
#include "../isolate/watch.h"
#include "../record/arena.h"
#include "close.h"
#include "observe.h"
#include "stream.h"

BP_REAL(FILE *, fopen, const char *, const char *);
BP_REAL(FILE *, fopen64, const char *, const char *);
BP_REAL(FILE *, fdopen, int, const char *);
BP_REAL(FILE *, freopen, const char *, const char *, FILE *);
BP_REAL(FILE *, freopen64, const char *, const char *, FILE *);
BP_REAL(int, fclose, FILE *);

/* -1 for a stream without a descriptor. Keeps errno. */
static int number_of(FILE *stream)
{
    int error = errno, fd = stream ? fileno(stream) : -1;
    errno = error;
    return fd;
}

static FILE *opened(uint16_t call, uint64_t begin, const char *path, FILE *stream)
{
    int error = errno, fd = number_of(stream);
    struct bp_call_facts facts = {.call = call, .fd = fd, .begin = begin, .end = bp_now(), .result = (intptr_t)stream};
    facts.error = stream ? 0 : error;
    bp_observed_text(&facts, stream ? 0 : -1, path);
    struct bp_channel_state *state = fd < 0 ? NULL : bp_channel_arrived(fd, &(struct bp_opening){.path = facts.text});
    if (state) facts.channel = state->id;
    if (bp_recording()) bp_record_call(&facts);
    errno = error;
    return stream;
}

#define BP_FOPEN(name)                                                                                                 \
    BP_EXPORT FILE *name(const char *path, const char *mode)                                                           \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        uint64_t begin = bp_now();                                                                                     \
        return opened(BP_CALL_fopen, begin, path, real_##name(path, mode));                                            \
    }

BP_FOPEN(fopen)
BP_FOPEN(fopen64)

/* libc closes the old descriptor inside, so that its number may already be another thread's when it comes back. */
#define BP_FREOPEN(name)                                                                                               \
    BP_EXPORT FILE *name(const char *path, const char *mode, FILE *stream)                                             \
    {                                                                                                                  \
        BP_RESOLVE(name);                                                                                              \
        uint64_t begin = bp_now();                                                                                     \
        bp_stream_flushing(stream);                                                                                    \
        int old = path ? number_of(stream) : -1;                                                                       \
        if (old >= 0 && !bp_memory_borrowed()) bp_channel_end(bp_channel_detach(old), begin);                          \
        return opened(BP_CALL_freopen, begin, path, real_##name(path, mode, stream));                                  \
    }

BP_FREOPEN(freopen)
BP_FREOPEN(freopen64)

/* What is held already is pushed back once more, the last byte first. */
static void give_held(FILE *stream, struct bp_channel_state *state)
{
    uint32_t count = bp_held_count(state), left = count;
    uint8_t *bytes = bp_arena_take(count);
    struct iovec all = {bytes, count};
    if (!bytes) return;
    bp_shelf_copy(state->held, &all, 1, count);
    while (left > 0 && ungetc(bytes[left - 1], stream) != EOF)
        left--;
    if (left == 0) bp_held_take(state, count, count);
    bp_watches_rest(state);
    bp_message_abandon(state);
    bp_arena_give(bytes, count);
}

BP_EXPORT FILE *fdopen(int fd, const char *mode)
{
    BP_RESOLVE(fdopen);
    fd = bp_visible(fd);
    struct bp_call_facts facts = {.call = BP_CALL_fdopen, .fd = fd, .begin = bp_now()};
    FILE *stream = real_fdopen(fd, mode);
    if (!bp_recording()) return stream;
    int error = errno;
    struct bp_channel_state *state = bp_channel_of(fd);
    /* stdio reads behind the wrappers: what a cut would hold back it would never see. */
    if (state && stream) state->whole = true;
    if (state && stream && bp_held_count(state)) give_held(stream, state);
    facts.channel = state ? state->id : 0;
    facts.result = (intptr_t)stream;
    facts.error = stream ? 0 : error;
    bp_record_call(&facts);
    errno = error;
    return stream;
}

BP_EXPORT int fclose(FILE *stream)
{
    BP_RESOLVE(fclose);
    int fd = number_of(stream);
    if (!bp_recording() && bp_memory_borrowed()) return real_fclose(stream);
    bp_stream_flushing(stream);
    struct bp_channel_state *state = bp_channel_detach(fd);
    struct bp_call_facts facts = {
        .call = BP_CALL_fclose, .fd = fd, .channel = state ? state->id : 0, .begin = bp_now()};
    int result = real_fclose(stream), error = errno;
    bp_channel_end(state, facts.begin);
    errno = error;
    if (bp_recording()) bp_observed_gone(&facts, result);
    return result;
}

BP_ALIAS(fopen, _IO_fopen);
BP_ALIAS(fdopen, _IO_fdopen);
BP_ALIAS(fclose, _IO_fclose);
