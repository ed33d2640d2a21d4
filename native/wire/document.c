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
#define BP_FORWARDED(symbol, reason)
#include "calls.def"
#undef BP_CALL
#undef BP_FORWARDED
};

static const char *const families[][2] = {
    {"files", "Files: opening, doubling and closing descriptors"},
    {"sockets", "Pipes and sockets, up to the connection"},
    {"bytes", "Moving bytes"},
    {"waits", "Waiting for descriptors"},
    {"workers", "Processes and threads"},
    {"locks", "Locks"},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void print_code(const char *text)
{
    if (*text) printf("`%s`", text);
}

static void print_call(const struct call *call)
{
    printf("| %s | %d | ", call->name, call->number);
    for (const char *symbol = call->symbols; *symbol;) {
        size_t length = strcspn(symbol, " ");
        printf("`%.*s`", (int)length, symbol);
        symbol += length;
        if (*symbol) printf("%c", *symbol++);
    }
    printf(" | ");
    print_code(call->argument);
    printf(" | ");
    print_code(call->second);
    printf(" |\n");
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
    printf("\n## Wrapped without a record of their own\n| function | why |\n| --- | --- |\n");
#define BP_CALL(number, name, family, symbols, argument, second)
#define BP_FORWARDED(symbol, reason) printf("| `%s` | %s |\n", #symbol, reason);
#include "calls.def"
    return printed == COUNT(calls) ? 0 : 1;
}
