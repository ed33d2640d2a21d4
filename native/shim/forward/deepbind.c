/* SPDX-License-Identifier: MIT */
/*
 * What is loaded with RTLD_DEEPBIND looks for functions in itself and in what it needs, libc included, before it looks
 * in the program and what was preloaded (PHP loads its extensions so). Its binding stays as it asked for but where it
 * came to a libc function that is wrapped here: that one becomes the wrapper.
 *
 * The caller that dlopen sees is the shim then, which matters only to a library with a DT_RPATH of its own.
 */
#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../guard/real.h"

#define HIDDEN __attribute__((visibility("hidden")))

HIDDEN void *(*bp_real_dlopen)(const char *, int);
static const struct bp_real_slot slot_dlopen
    __attribute__((section("bp_real"), used)) = {"dlopen", (void **)&bp_real_dlopen, NULL};

HIDDEN void *bp_open_deeply(const char *file, int mode);

#if defined(__x86_64__)
#define IS_FUNCTION(type) ((type) == R_X86_64_JUMP_SLOT || (type) == R_X86_64_GLOB_DAT || (type) == R_X86_64_64)
#elif defined(__aarch64__)
#define IS_FUNCTION(type) ((type) == R_AARCH64_JUMP_SLOT || (type) == R_AARCH64_GLOB_DAT || (type) == R_AARCH64_ABS64)
#endif

#define SLOTS_MAX 512

/* Listed functions by their place in the list: which of them the loaded objects use, and what those are to use. */
struct search {
    const struct bp_real_slot *slots;
    size_t count;
    const Elf64_Dyn *first; /* the loaded object; what it needed to have loaded lies behind it */
    bool behind;
    bool patches; /* else only looks which functions are used */
    bool used[SLOTS_MAX];
    void *wrapper[SLOTS_MAX]; /* NULL: stays as it is */
};

/* One object as the loader has put it into memory. */
struct object {
    uintptr_t base;
    uintptr_t low, high;          /* of all its parts */
    uintptr_t sealed, sealed_end; /* read-only after relocation */
    const Elf64_Dyn *dynamic;
    const Elf64_Sym *symbols;
    const char *names;
};

static uintptr_t value_of(const struct object *object, Elf64_Sxword tag)
{
    for (const Elf64_Dyn *entry = object->dynamic; entry->d_tag != DT_NULL; entry++)
        if (entry->d_tag == tag) return entry->d_un.d_val;
    return 0;
}

/* The loader has added the base to addresses where the section can be written. */
static uintptr_t address_of(const struct object *object, Elf64_Sxword tag)
{
    uintptr_t address = value_of(object, tag);
    return address && address < object->base ? address + object->base : address;
}

static bool read_object(const struct dl_phdr_info *info, struct object *object)
{
    *object = (struct object){.base = info->dlpi_addr, .low = UINTPTR_MAX};
    uintptr_t page = (uintptr_t)getpagesize();
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const Elf64_Phdr *part = &info->dlpi_phdr[i];
        uintptr_t low = info->dlpi_addr + part->p_vaddr, high = low + part->p_memsz;
        if (part->p_type == PT_DYNAMIC) object->dynamic = (const Elf64_Dyn *)low;
        if (part->p_type == PT_LOAD && low < object->low) object->low = low;
        if (part->p_type == PT_LOAD && high > object->high) object->high = high;
        if (part->p_type != PT_GNU_RELRO) continue;
        object->sealed = low & -page;
        object->sealed_end = high & -page;
    }
    if (!object->dynamic) return false;
    object->symbols = (const Elf64_Sym *)address_of(object, DT_SYMTAB);
    object->names = (const char *)address_of(object, DT_STRTAB);
    return object->symbols && object->names;
}

static void put(const struct object *object, void **place, void *function)
{
    uintptr_t page = (uintptr_t)getpagesize(), at = (uintptr_t)place & -page;
    bool sealed = at >= object->sealed && at < object->sealed_end;
    if (sealed && mprotect((void *)at, page, PROT_READ | PROT_WRITE) != 0) return;
    __atomic_store_n(place, function, __ATOMIC_RELEASE);
    if (sealed) mprotect((void *)at, page, PROT_READ);
}

/* Bound to the listed function, or to nothing yet: then it points into its own object. */
static bool binds(const struct object *object, uintptr_t bound, const struct bp_real_slot *slot)
{
    if (bound == (uintptr_t)__atomic_load_n(slot->slot, __ATOMIC_RELAXED)) return true;
    return !slot->version && bound >= object->low && bound < object->high;
}

static void look(struct search *search, const struct object *object, const Elf64_Rela *relocation)
{
    const Elf64_Sym *symbol = &object->symbols[ELF64_R_SYM(relocation->r_info)];
    if (!IS_FUNCTION(ELF64_R_TYPE(relocation->r_info)) || symbol->st_shndx != SHN_UNDEF || relocation->r_addend) return;
    const char *name = object->names + symbol->st_name;
    void **place = (void **)(object->base + relocation->r_offset);
    for (size_t number = 0; number < search->count; number++) {
        const struct bp_real_slot *slot = &search->slots[number];
        if (*slot->name != *name || strcmp(slot->name, name) != 0) continue;
        if (!binds(object, (uintptr_t)__atomic_load_n(place, __ATOMIC_RELAXED), slot)) continue;
        if (!search->patches)
            search->used[number] = true;
        else if (search->wrapper[number])
            put(object, place, search->wrapper[number]);
        return;
    }
}

static void look_at_table(struct search *search, const struct object *object, Elf64_Sxword table, Elf64_Sxword size)
{
    const Elf64_Rela *relocation = (const Elf64_Rela *)address_of(object, table);
    if (!relocation) return;
    for (size_t left = value_of(object, size) / sizeof *relocation; left > 0; left--)
        look(search, object, relocation++);
}

/* The loader's lock is held meanwhile: no object goes away, and no other thread is here. */
static int look_at_object(struct dl_phdr_info *info, size_t size, void *data)
{
    struct search *search = data;
    struct object object;
    (void)size;
    if (!read_object(info, &object)) return 0;
    search->behind |= object.dynamic == search->first;
    if (!search->behind) return 0;
    look_at_table(search, &object, DT_JMPREL, DT_PLTRELSZ);
    look_at_table(search, &object, DT_RELA, DT_RELASZ);
    return 0;
}

/* A function that is the libc's where the loaded object looks for it, and has a wrapper here. */
static void choose(struct search *search, void *loaded, void *shim)
{
    for (size_t number = 0; number < search->count; number++) {
        const struct bp_real_slot *slot = &search->slots[number];
        if (!search->used[number]) continue;
        void *real = __atomic_load_n(slot->slot, __ATOMIC_RELAXED), *wrapper = bp_real_find(shim, slot);
        if (wrapper && wrapper != real && bp_real_find(loaded, slot) == real) search->wrapper[number] = wrapper;
    }
}

static void *own_library(void)
{
    Dl_info info;
    return dladdr(&bp_real_dlopen, &info) ? bp_real_dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD) : NULL;
}

static void rebind(void *loaded)
{
    struct link_map *map;
    struct search search = {0};
    void *shim = own_library();
    if (!shim) return;
    search.count = bp_real_listed(&search.slots);
    if (search.count <= SLOTS_MAX && dlinfo(loaded, RTLD_DI_LINKMAP, &map) == 0) {
        search.first = map->l_ld;
        dl_iterate_phdr(look_at_object, &search);
        choose(&search, loaded, shim);
        search.patches = true;
        search.behind = false;
        dl_iterate_phdr(look_at_object, &search);
    }
    dlclose(shim);
}

void *bp_open_deeply(const char *file, int mode)
{
    void *loaded = bp_real_dlopen(file, mode);
    if (!loaded) return NULL;
    int error = errno;
    rebind(loaded);
    /* What failed here is no news for the program. */
    dlerror();
    errno = error;
    return loaded;
}
