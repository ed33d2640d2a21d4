/* SPDX-License-Identifier: MIT */
/* Prints CALLS.md: calls.def for people. */
#include <stdio.h>
#include <string.h>

struct call {
    int number;
    const char *name, *family, *symbols, *argument, *second;
};

static const struct call calls[] = {
#define BP_CALL(number, name, family, symbols, argument, second) {number, #name, #family, symbols, argument, second},
#include "calls.def"
};

static const char *const families[][2] = {
    {"files", "Files: opening, doubling and closing descriptors"},
    {"sockets", "Pipes and sockets, up to the connection"},
    {"bytes", "Moving bytes"},
    {"waits", "Waiting for descriptors"},
    {"workers", "Processes and threads"},
    {"locks", "Locks"},
    {"tls", "TLS"},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Words apart by spaces, each as code. */
static void print_code(const char *words)
{
    while (*words) {
        size_t length = strcspn(words, " ");
        printf("`%.*s`", (int)length, words);
        words += length;
        if (*words) printf("%c", *words++);
    }
}

static void print_call(const struct call *call)
{
    printf("| %s | %d | ", call->name, call->number);
    print_code(call->symbols);
    printf(" | ");
    print_code(call->argument);
    printf(" | ");
    print_code(call->second);
    printf(" |\n");
}

static void print_forwarded(const char *symbols, const char *reason)
{
    printf("| ");
    print_code(symbols);
    printf(" | %s |\n", reason);
}

static size_t print_family(const char *family, const char *title)
{
    size_t printed = 0;
    for (size_t i = 0; i < COUNT(calls); i++) {
        if (strcmp(calls[i].family, family) != 0) continue;
        if (!printed++)
            printf("\n## %s\n| call | number | recorded for | argument | second |\n| --- | --- | --- | --- | --- |\n",
                   title);
        print_call(&calls[i]);
    }
    return printed;
}

int main(void)
{
    size_t printed = 0;
    printf(
        "# The wrapped calls\n\n"
        "Written by `make -C native document` from `calls.def`. Every function under \"recorded for\" is exported by\n"
        "libbtrace.so and recorded as the call; `argument` and `second` are what the record's `argument` and `offset`\n"
        "hold (`stream`: the stream offset of the first byte moved).\n");
    for (size_t i = 0; i < COUNT(families); i++)
        printed += print_family(families[i][0], families[i][1]);
    printf("\n## By number\n| `syscall()` asks for | recorded as |\n| --- | --- |\n");
#define BP_SYSCALL(name, call) printf("| `SYS_" #name "` | " #call " |\n");
#include "calls.def"
    printf("\n## Wrapped without a record of their own\n| functions | why |\n| --- | --- |\n");
#define BP_FORWARDED(symbols, reason) print_forwarded(symbols, reason);
#include "calls.def"
    return printed == COUNT(calls) ? 0 : 1;
}
