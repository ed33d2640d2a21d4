/* SPDX-License-Identifier: MIT */
#include <pthread.h>

#include "../guard/image.h"
#include "../guard/real.h"
#include "../guard/self.h"
#include "../guard/signals.h"
#include "../record/record.h"

typedef void *(*thread_start)(void *);

BP_REAL(int, pthread_create, pthread_t *, const pthread_attr_t *, thread_start, void *);
BP_REAL(void, pthread_exit, void *);

/* In the new thread. Its memory was made by its creator, so nothing here can fail; what the program's function
 * returns, and how it is cancelled or exits, passes through. */
static void *start(void *memory)
{
    struct bp_self *self = memory;
    uint64_t signals = bp_signals_block();
    bp_self_begin(self, false);
    bp_signals_restore(signals);
    return self->start(self->argument);
}

BP_EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, thread_start function, void *argument)
{
    BP_RESOLVE(pthread_create);
    struct bp_self *self = bp_recording() ? bp_self_new() : NULL;
    if (!self) return real_pthread_create(thread, attributes, function, argument);
    uint64_t token = bp_birth_token();
    self->parent_stream = bp_self->stream;
    self->birth = token;
    self->start = function;
    self->argument = argument;
    uint64_t begin = bp_now();
    int error = real_pthread_create(thread, attributes, start, self);
    if (error != 0) bp_self_free(self);
    bp_record_call(&(struct bp_call_facts){
        .call = BP_CALL_pthread_create, .fd = -1, .begin = begin, .result = error, .error = error, .argument = token});
    return error;
}

BP_EXPORT void pthread_exit(void *result)
{
    BP_RESOLVE(pthread_exit);
    if (bp_recording())
        bp_record_call(&(struct bp_call_facts){.call = BP_CALL_pthread_exit, .fd = -1, .begin = bp_now()});
    real_pthread_exit(result);
    __builtin_unreachable();
}
