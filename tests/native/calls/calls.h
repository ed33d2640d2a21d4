/* SPDX-License-Identifier: MIT */
/*
 * A snippet for each wrapped function: it makes the call with and without success and says what the log must hold of
 * it. `calls SYMBOL` runs one from main, `calls SYMBOL early` from before every constructor, the shim's included.
 */
#ifndef CALLS_H
#define CALLS_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

struct snippet {
    const char *symbol;
    void (*run)(void);
};

/* The snippet of a symbol that is no C name. */
#define SNIPPET_AS(name, text)                                                                                         \
    static void run_##name(void);                                                                                      \
    static const struct snippet snippet_##name __attribute__((section("snippets"), used)) = {text, run_##name};        \
    static void run_##name(void)

#define SNIPPET(name) SNIPPET_AS(name, #name)

#define ANY LONG_MIN /* of which nothing is said beforehand */

/* What the record of a call must say. */
struct expected {
    const char *call;
    bool failed;
    int fd;
    long result;
    int error;
    long argument;
    long second;
    const char *text;
};
void expect(const struct expected *record);

/* Prints what has been expected so far; done at the end, and by snippets that never come to it. */
void say(void);

/* Makes a call that fails with -1 and errno, and expects its record: CALL(dup, fd, 0, 0, "", dup(fd)). */
#define CALL(name, descriptor, first, other, string, expression)                                                       \
    ({                                                                                                                 \
        errno = 0;                                                                                                     \
        long result_ = (long)(expression);                                                                             \
        int error_ = result_ == -1 ? errno : 0;                                                                        \
        expect(&(struct expected){#name, result_ == -1, descriptor, result_, error_, (long)(first), (long)(other),     \
                                  string});                                                                            \
        result_;                                                                                                       \
    })

/* An address that nothing lies at; the compiler does not know. */
extern void *volatile nowhere;

/* A descriptor that is not open. */
#define CLOSED 1000

int check(int result, const char *what);
int memory_file(const char *bytes);
int end_of_pair(int *other);
void no_more_processes(void);
void processes_again(void);

#endif
