/* SPDX-License-Identifier: MIT */
#include "calls.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>

void *volatile nowhere = (void *)1;

extern const struct snippet __start_snippets[], __stop_snippets[];

static char said[16384];
static size_t length;

static const char *number(char text[32], long value)
{
    if (value == ANY) return "*";
    snprintf(text, 32, "%ld", value);
    return text;
}

void expect(const struct expected *record)
{
    char result[32], argument[32], second[32];
    int error = errno;
    length +=
        (size_t)snprintf(said + length, sizeof said - length, "%s\t%s\t%d\t%s\t%d\t%s\t%s\t%s\n", record->call,
                         record->failed ? "failed" : "done", record->fd, number(result, record->result), record->error,
                         number(argument, record->argument), number(second, record->second), record->text);
    errno = error;
}

/* By a system call of its own: what the shim records is what the snippet does. */
static long raw_write(const char *bytes, size_t size)
{
    long result;
#if defined(__x86_64__)
    __asm__ volatile("syscall" : "=a"(result) : "a"(SYS_write), "D"(1), "S"(bytes), "d"(size) : "rcx", "r11", "memory");
#else
    register long x8 __asm__("x8") = SYS_write;
    register long x0 __asm__("x0") = 1;
    register const char *x1 __asm__("x1") = bytes;
    register size_t x2 __asm__("x2") = size;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
    result = x0;
#endif
    return result;
}

void say(void)
{
    if (raw_write(said, length) != (long)length) abort();
    length = 0;
}

int check(int result, const char *what)
{
    if (result >= 0) return result;
    perror(what);
    exit(100);
}

/* Filled without a call that is recorded. */
int memory_file(const char *bytes)
{
    int fd = check(memfd_create("calls", 0), "memfd_create");
    size_t size = strlen(bytes);
    if (size == 0) return fd;
    check(ftruncate(fd, (off_t)size), "ftruncate");
    char *room = mmap(NULL, size, PROT_WRITE, MAP_SHARED, fd, 0);
    if (room == MAP_FAILED) check(-1, "mmap");
    memcpy(room, bytes, size);
    munmap(room, size);
    return fd;
}

int end_of_pair(int *other)
{
    int ends[2];
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
    *other = ends[1];
    return ends[0];
}

/* Root may make as many as it likes. */
void no_more_processes(void)
{
    struct rlimit limit;
    if (getuid() == 0) check(setuid(65534), "setuid");
    check(getrlimit(RLIMIT_NPROC, &limit), "getrlimit");
    limit.rlim_cur = 0;
    check(setrlimit(RLIMIT_NPROC, &limit), "setrlimit");
}

void processes_again(void)
{
    struct rlimit limit;
    check(getrlimit(RLIMIT_NPROC, &limit), "getrlimit");
    limit.rlim_cur = limit.rlim_max;
    check(setrlimit(RLIMIT_NPROC, &limit), "setrlimit");
}

static int run(const char *symbol)
{
    for (const struct snippet *snippet = __start_snippets; snippet < __stop_snippets; snippet++) {
        if (strcmp(snippet->symbol, symbol) != 0) continue;
        snippet->run();
        say();
        return 0;
    }
    fprintf(stderr, "no snippet for %s\n", symbol);
    return 99;
}

static int early_status;

static void early(int count, char **words)
{
    if (count == 3 && strcmp(words[2], "early") == 0) early_status = run(words[1]);
}

__attribute__((section(".preinit_array"), used)) static void (*const entry)(int, char **) = early;

int main(int count, char **words)
{
    if (count == 2) return run(words[1]);
    return count == 3 ? early_status : 98;
}
