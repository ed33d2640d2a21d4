/* SPDX-License-Identifier: MIT */
#include "target.h"

#include <alloca.h>
#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "emulator.h"
#include "libc.h"
#include "raw.h"
#include "readable.h"
#include "seal.h"
#include "text.h"

#define SCRIPTS_MAX 5   /* interpreters that are scripts themselves, as in the kernel */
#define NAMES_MAX 65536 /* bytes of PATH and name; a longer one is not looked through */
#define LOADER_MAX 256
#define HEAD_SIZE 256 /* what the kernel looks at; stacks may be small */

#if defined(__x86_64__)
#define OWN_MACHINE EM_X86_64
#else
#define OWN_MACHINE EM_AARCH64
#endif

struct head {
    _Alignas(8) char bytes[HEAD_SIZE + 1]; /* NUL-terminated */
    size_t length;
};

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool read_head(int fd, struct head *head)
{
    long length = bp_raw(SYS_pread64, fd, head->bytes, HEAD_SIZE, 0);
    head->length = bp_raw_failed(length) ? 0 : (size_t)length;
    head->bytes[head->length] = 0;
    return head->length > 0;
}

static bool is_elf(const struct head *head)
{
    return head->length > sizeof(Elf64_Ehdr) && memcmp(head->bytes, ELFMAG, SELFMAG) == 0;
}

/* Devices and pipes are not executed, and opening one may do something. */
static int open_file(int folder, const char *path)
{
    struct stat facts;
    if (bp_raw_failed(bp_raw(SYS_newfstatat, folder, path, &facts, 0)) || !S_ISREG(facts.st_mode)) return -1;
    return (int)bp_raw(SYS_openat, folder, path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

/* The path in a script's first line, made a text of its own; NULL when the file is no script. */
static char *interpreter_of_script(struct head *head)
{
    if (head->bytes[0] != '#' || head->bytes[1] != '!') return NULL;
    char *path = head->bytes + 2 + strspn(head->bytes + 2, " \t");
    path[strcspn(path, " \t\n")] = 0;
    return path;
}

static bool read_part(int fd, const Elf64_Ehdr *elf, size_t number, Elf64_Phdr *part)
{
    uint64_t at = elf->e_phoff + number * sizeof *part;
    return bp_raw(SYS_pread64, fd, part, sizeof *part, at) == (long)sizeof *part;
}

/* The loader that the program asks for: in `path`; false when it asks for none. */
static bool find_loader(int fd, const Elf64_Ehdr *elf, char path[static LOADER_MAX])
{
    Elf64_Phdr part;
    for (size_t i = 0; i < elf->e_phnum && elf->e_phentsize == sizeof part && read_part(fd, elf, i, &part); i++) {
        if (part.p_type != PT_INTERP) continue;
        size_t size = part.p_filesz < LOADER_MAX ? part.p_filesz : LOADER_MAX - 1;
        long length = bp_raw(SYS_pread64, fd, path, size, part.p_offset);
        path[bp_raw_failed(length) ? 0 : length] = 0;
        return true;
    }
    return false;
}

static enum bp_target target_of_loader(const char *path)
{
    const char *name = base_of(path);
    bool served = strcmp(name, BP_LOADER_MUSL) == 0 || (BP_SERVES_GLIBC && strcmp(name, BP_LOADER_GLIBC) == 0);
    return served ? BP_TARGET_LIKE_US : BP_TARGET_FOREIGN;
}

/* A program without a loader is static, or a loader itself. */
static enum bp_target target_of_elf(int fd, const struct head *head, const char *path)
{
    const Elf64_Ehdr *elf = (const void *)head->bytes;
    char loader[LOADER_MAX];
    if (elf->e_ident[EI_CLASS] != ELFCLASS64 || elf->e_machine != OWN_MACHINE) return BP_TARGET_FOREIGN;
    if (bp_is_emulator(base_of(path))) return BP_TARGET_FOREIGN;
    return find_loader(fd, elf, loader) ? target_of_loader(loader) : BP_TARGET_LIKE_US;
}

static enum bp_target target_of(int folder, const char *path, int scripts)
{
    struct head head;
    enum bp_target target = BP_TARGET_LIKE_US;
    int fd = open_file(folder, path);
    if (fd < 0) return target;
    bool readable = read_head(fd, &head);
    if (readable && is_elf(&head)) target = target_of_elf(fd, &head, path);
    bp_raw(SYS_close, fd);
    const char *interpreter = readable ? interpreter_of_script(&head) : NULL;
    return interpreter && scripts < SCRIPTS_MAX ? target_of(AT_FDCWD, interpreter, scripts + 1) : target;
}

enum bp_target bp_target_at(int folder, const char *path)
{
    return !bp_sealed && bp_readable_text(path) ? target_of(folder, path, 0) : BP_TARGET_LIKE_US;
}

static bool executable(const char *path)
{
    struct stat facts;
    return !bp_raw_failed(bp_raw(SYS_newfstatat, AT_FDCWD, path, &facts, 0)) && S_ISREG(facts.st_mode) &&
           (facts.st_mode & 0111);
}

/* The next of a PATH's folders. */
static const char *behind(const char *folder)
{
    const char *colon = strchr(folder, ':');
    return colon ? colon + 1 : NULL;
}

enum bp_target bp_target_named(const char *file)
{
    if (bp_sealed || !bp_readable_text(file)) return BP_TARGET_LIKE_US;
    if (strchr(file, '/')) return target_of(AT_FDCWD, file, 0);
    const char *set = getenv("PATH"), *folders = set ? set : "/bin:/usr/bin";
    size_t size = strlen(folders) + strlen(file) + 2;
    if (size > NAMES_MAX) return BP_TARGET_LIKE_US;
    char *path = alloca(size);
    for (const char *folder = folders; folder; folder = behind(folder)) {
        struct bp_text text = bp_text(path, size);
        bp_text_part(&text, folder, strcspn(folder, ":"));
        if (text.length > 0) bp_text_character(&text, '/');
        bp_text_add(&text, file);
        if (executable(path)) return target_of(AT_FDCWD, path, 0);
    }
    return BP_TARGET_LIKE_US;
}

enum bp_target bp_target_open(int fd)
{
    char path[32];
    struct bp_text text = bp_text(path, sizeof path);
    bp_text_add(&text, "/proc/self/fd/");
    bp_text_decimal(&text, (uint64_t)fd);
    return fd < 0 ? BP_TARGET_LIKE_US : bp_target_at(AT_FDCWD, path);
}
