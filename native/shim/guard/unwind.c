/* SPDX-License-Identifier: MIT */
/*
 * Where a thread is cancelled within a call, what the shim took is given back by the unwinder. That lies in libgcc_s,
 * which a program that unwinds has loaded; the shim itself must not need it, because other programs may run where there
 * is none.
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <unwind.h>

typedef _Unwind_Reason_Code personality(int, _Unwind_Action, _Unwind_Exception_Class, struct _Unwind_Exception *,
                                        struct _Unwind_Context *);

personality __gcc_personality_v0;

static void *in_unwinder(const char *name)
{
    void *library = dlopen("libgcc_s.so.1", RTLD_LAZY);
    return library ? dlsym(library, name) : NULL;
}

_Unwind_Reason_Code __gcc_personality_v0(int version, _Unwind_Action actions, _Unwind_Exception_Class class,
                                         struct _Unwind_Exception *exception, struct _Unwind_Context *context)
{
    personality *real = (personality *)in_unwinder("__gcc_personality_v0");
    return real ? real(version, actions, class, exception, context) : _URC_CONTINUE_UNWIND;
}

/* Comes only after the personality was found. */
void _Unwind_Resume(struct _Unwind_Exception *exception)
{
    void (*real)(struct _Unwind_Exception *) = (void (*)(struct _Unwind_Exception *))in_unwinder("_Unwind_Resume");
    real(exception);
    abort();
}
