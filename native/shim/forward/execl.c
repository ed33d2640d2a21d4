/* SPDX-License-Identifier: MIT */
/* The forms of exec whose arguments are counted out one by one. */
#include <alloca.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>

#include "../guard/real.h"

static size_t count(va_list arguments)
{
    size_t result = 1;
    while (va_arg(arguments, char *))
        result++;
    return result;
}

/* Leaves `arguments` behind the NULL, which only a pointer to it does on every machine. */
static char **collect(char **list, const char *first, va_list *arguments)
{
    list[0] = (char *)first;
    for (size_t i = 0; list[i];)
        list[++i] = va_arg(*arguments, char *);
    return list;
}

/* The arguments from `first` on, NULL-terminated, on the caller's stack; `rest` stands behind the NULL. */
#define ARGUMENTS(first, rest)                                                                                         \
    ({                                                                                                                 \
        va_list counting_;                                                                                             \
        va_start(counting_, first);                                                                                    \
        size_t count_ = count(counting_);                                                                              \
        va_end(counting_);                                                                                             \
        va_start(rest, first);                                                                                         \
        collect(alloca((count_ + 1) * sizeof(char *)), first, &rest);                                                  \
    })

BP_EXPORT int execl(const char *path, const char *first, ...)
{
    va_list rest;
    char **arguments = ARGUMENTS(first, rest);
    va_end(rest);
    return execve(path, arguments, environ);
}

BP_EXPORT int execlp(const char *file, const char *first, ...)
{
    va_list rest;
    char **arguments = ARGUMENTS(first, rest);
    va_end(rest);
    return execvpe(file, arguments, environ);
}

BP_EXPORT int execle(const char *path, const char *first, ...)
{
    va_list rest;
    char **arguments = ARGUMENTS(first, rest);
    char *const *environment = va_arg(rest, char *const *);
    va_end(rest);
    return execve(path, arguments, environment);
}
