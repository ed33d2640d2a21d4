/* SPDX-License-Identifier: MIT */
/* libc starts these children by itself. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../guard/command.h"
#include "observe.h"
#include "stream.h"

BP_REAL(int, system, const char *);
BP_REAL(FILE *, popen, const char *, const char *);
BP_REAL(int, pclose, FILE *);

static void record(uint16_t call, uint64_t begin, int fd, uint64_t channel, long result, int error, const char *text)
{
    bp_record_call(&(struct bp_call_facts){.call = call,
                                           .fd = fd,
                                           .channel = channel,
                                           .begin = begin,
                                           .result = result,
                                           .error = error,
                                           .text = text,
                                           .text_length = text ? strnlen(text, BP_TEXT_DEFAULT) : 0});
}

/* The shell's command lives until the real call is over, however that ends. */
#define RUN(command, result, call_expression)                                                                          \
    do {                                                                                                               \
        struct bp_command shell = bp_command(command);                                                                 \
        pthread_cleanup_push(bp_command_free, &shell);                                                                 \
        result = (call_expression);                                                                                    \
        pthread_cleanup_pop(true);                                                                                     \
    } while (0)

BP_EXPORT int system(const char *command)
{
    BP_RESOLVE(system);
    uint64_t begin = bp_now();
    int result;
    RUN(command, result, real_system(shell.text));
    int error = errno;
    if (bp_recording()) record(BP_CALL_system, begin, -1, 0, result, result < 0 ? error : 0, command);
    errno = error;
    return result;
}

BP_EXPORT FILE *popen(const char *command, const char *mode)
{
    BP_RESOLVE(popen);
    uint64_t begin = bp_now();
    FILE *stream;
    RUN(command, stream, real_popen(shell.text, mode));
    if (!bp_recording()) return stream;
    int error = errno;
    int fd = stream ? fileno(stream) : -1;
    struct bp_channel_state *state = fd >= 0 ? bp_channel_arrived(fd, &(struct bp_opening){0}) : NULL;
    record(BP_CALL_popen, begin, fd, state ? state->id : 0, fd, stream ? 0 : error, command);
    errno = error;
    return stream;
}

BP_EXPORT int pclose(FILE *stream)
{
    BP_RESOLVE(pclose);
    if (!bp_recording()) return real_pclose(stream);
    bp_stream_flushing(stream);
    uint64_t begin = bp_now();
    int fd = fileno(stream);
    struct bp_channel_state *state = bp_channel_detach(fd);
    uint64_t channel = state ? state->id : 0;
    int result = real_pclose(stream);
    int error = errno;
    bp_channel_release(state);
    record(BP_CALL_pclose, begin, fd, channel, result, result < 0 ? error : 0, NULL);
    errno = error;
    return result;
}

BP_ALIAS(system, __libc_system);
BP_ALIAS(popen, _IO_popen);
