/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <threads.h>

#include "../guard/image.h"
#include "../guard/real.h"
#include "../guard/self.h"
#include "../guard/signals.h"
#include "../record/record.h"

typedef void *(*thread_start)(void *);

BP_REAL(int, pthread_create, pthread_t *, const pthread_attr_t *, thread_start, void *);
BP_REAL(int, thrd_create, thrd_t *, thrd_start_t, void *);
BP_REAL(void, pthread_exit, void *);
BP_REAL(void, thrd_exit, int);

/* In the new thread. Its memory was made by its creator, so nothing here can fail; what the program's function
 * returns, and how it is cancelled or exits, passes through. */
static struct bp_self *begin(void *memory)
{
    struct bp_self *self = memory;
    uint64_t signals = bp_signals_block();
    bp_self_begin(self, false);
    bp_signals_restore(signals);
    return self;
}

static void *start(void *memory)
{
    struct bp_self *self = begin(memory);
    return self->start(self->argument);
}

static int start_c11(void *memory)
{
    struct bp_self *self = begin(memory);
    return ((thrd_start_t)(void (*)(void))self->start)(self->argument);
}

/* State for a thread about to be made; NULL: it records when it first makes a call. */
static struct bp_self *expected(thread_start function, void *argument)
{
    struct bp_self *self = bp_recording() ? bp_self_new() : NULL;
    if (!self) return NULL;
    self->parent_stream = bp_self->stream;
    self->birth = bp_birth_token();
    self->start = function;
    self->argument = argument;
    return self;
}

static int made(struct bp_self *self, uint64_t token, uint64_t since, int result, int error)
{
    if (result != 0) bp_self_free(self);
    bp_record_call(&(struct bp_call_facts){
        .call = BP_CALL_pthread_create, .fd = -1, .begin = since, .result = result, .error = error, .argument = token});
    return result;
}

BP_EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, thread_start function, void *argument)
{
    BP_RESOLVE(pthread_create);
    struct bp_self *self = expected(function, argument);
    if (!self) return real_pthread_create(thread, attributes, function, argument);
    uint64_t token = self->birth, since = bp_now();
    int error = real_pthread_create(thread, attributes, start, self);
    return made(self, token, since, error, error);
}

BP_EXPORT int thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
    BP_RESOLVE(thrd_create);
    struct bp_self *self = expected((thread_start)(void (*)(void))function, argument);
    if (!self) return real_thrd_create(thread, function, argument);
    uint64_t token = self->birth, since = bp_now();
    int result = real_thrd_create(thread, start_c11, self);
    return made(self, token, since, result, result == thrd_nomem ? ENOMEM : result == thrd_success ? 0 : EAGAIN);
}

static void leaving(void)
{
    if (bp_recording())
        bp_record_call(&(struct bp_call_facts){.call = BP_CALL_pthread_exit, .fd = -1, .begin = bp_now()});
}

BP_EXPORT void pthread_exit(void *result)
{
    BP_RESOLVE(pthread_exit);
    leaving();
    real_pthread_exit(result);
    __builtin_unreachable();
}

BP_EXPORT void thrd_exit(int result)
{
    BP_RESOLVE(thrd_exit);
    leaving();
    real_thrd_exit(result);
    __builtin_unreachable();
}
