/* SPDX-License-Identifier: MIT */
#include "provider.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>

#include "../record/arena.h"

#ifdef __GLIBC__
/* Missing where a glibc-built shim serves a program of musl. */
#pragma weak dlvsym
#endif

/* The code that calls: a program or library, and where it lies. */
struct module {
    uintptr_t caller;
    uintptr_t low, high;
    const char *path;
};

static long missing(void)
{
    errno = ENOSYS;
    return -1;
}

static void *const nothing[BP_FUNCTIONS_MAX] = {[0 ... BP_FUNCTIONS_MAX - 1] = (void *)missing};

static int contains(struct dl_phdr_info *info, size_t size, void *data)
{
    struct module *module = data;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        uintptr_t low = info->dlpi_addr + part->p_vaddr;
        if (part->p_type != PT_LOAD || module->caller - low >= part->p_memsz) continue;
        module->low = low;
        module->high = low + part->p_memsz;
        module->path = info->dlpi_name;
        return 1;
    }
    return 0;
}

/* musl knows no versions and binds nobody to a hidden symbol: its programs never come here. */
static void *find(void *scope, const struct bp_wanted *wanted)
{
#ifdef __GLIBC__
    if (dlvsym) return dlvsym(scope, wanted->name, wanted->version);
#endif
    (void)scope;
    (void)wanted;
    return NULL;
}

static void fill(struct bp_provider *provider, const struct bp_library *library, void *scope)
{
    Dl_info info;
    for (size_t i = 0; i < library->count; i++) {
        void *function = scope ? find(scope, &library->wanted[i]) : NULL;
        provider->functions[i] = function ? function : (void *)missing;
    }
    /* The library stays loaded as long as its addresses are kept. */
    if (scope && dladdr(provider->functions[0], &info) && info.dli_fname)
        dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
}

/* A loaded library as a scope of its own: it and what it needs. */
static void *scope_of(const char *path, const struct bp_library *library)
{
    void *scope = path && *path ? dlopen(path, RTLD_LAZY | RTLD_NOLOAD) : NULL;
    if (!scope || find(scope, &library->wanted[0])) return scope;
    dlclose(scope);
    return NULL;
}

/* A library that ends one of its functions with a jump to another leaves the shim as the caller. */
static bool is_shim(const struct module *module)
{
    return (uintptr_t)is_shim - module->low < module->high - module->low;
}

static void resolve(struct bp_provider *provider, const struct bp_library *library, struct module *module)
{
    if (find(RTLD_NEXT, &library->wanted[0])) {
        provider->low = 0;
        provider->high = UINTPTR_MAX;
        fill(provider, library, RTLD_NEXT);
        return;
    }
    dl_iterate_phdr(contains, module);
    void *scope = is_shim(module) ? NULL : scope_of(module->path, library);
    /* Called through a pointer by somebody who does not need the library. */
    if (!scope) scope = scope_of(library->name, library);
    provider->low = module->low;
    provider->high = module->high;
    fill(provider, library, scope);
    if (scope) dlclose(scope);
}

static struct bp_provider *take(struct bp_library *library)
{
    if (!__atomic_exchange_n(&library->first_taken, true, __ATOMIC_ACQ_REL)) return &library->first;
    return bp_arena_take(sizeof(struct bp_provider));
}

const void *bp_provider_find(struct bp_library *library, uintptr_t caller)
{
    int error = errno;
    struct module module = {.caller = caller, .low = caller, .high = caller + 1};
    struct bp_provider *provider = take(library);
    if (!provider) return nothing;
    resolve(provider, library, &module);
    /* What failed here is no news for the program. */
    dlerror();
    provider->next = __atomic_load_n(&library->providers, __ATOMIC_RELAXED);
    while (!__atomic_compare_exchange_n(&library->providers, &provider->next, provider, true, __ATOMIC_RELEASE,
                                        __ATOMIC_RELAXED)) {
    }
    errno = error;
    return provider->functions;
}
