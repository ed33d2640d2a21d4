/* SPDX-License-Identifier: MIT */
/*
 * What a wrapped call costs: nanoseconds for one call of each operation, the median and the least of many short
 * batches. Arguments: milliseconds to spend on each operation, then the names of those wanted; all where none is named.
 */
#include "bench.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCHES 20000

void fail(const char *what)
{
    perror(what);
    exit(1);
}

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static int ascending(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return a < b ? -1 : a > b;
}

static double batch(const struct operation *operation)
{
    uint64_t begin = now();
    for (unsigned i = 0; i < operation->batch; i++)
        operation->once(operation->size);
    return (double)(now() - begin) / operation->batch / operation->calls;
}

static void measure(const struct operation *operation, uint64_t milliseconds)
{
    static double batches[BATCHES];
    size_t count = 0;
    operation->prepare(operation->size);
    batch(operation);
    uint64_t end = now() + milliseconds * 1000000u;
    while (count < BATCHES && (count < 3 || now() < end))
        batches[count++] = batch(operation);
    qsort(batches, count, sizeof *batches, ascending);
    printf("%s %zu %.1f %.1f\n", operation->name, operation->size, batches[count / 2], batches[0]);
    fflush(stdout);
}

static int wanted(const char *name, int count, char **names)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return 1;
    return count == 0;
}

int main(int count, char **arguments)
{
    uint64_t milliseconds = count > 1 ? strtoull(arguments[1], NULL, 10) : 200;
    int names = count > 2 ? count - 2 : 0;
    for (const struct operation *operation = moves; operation->name; operation++)
        if (wanted(operation->name, names, arguments + 2)) measure(operation, milliseconds);
    for (const struct operation *operation = others; operation->name; operation++)
        if (wanted(operation->name, names, arguments + 2)) measure(operation, milliseconds);
    return 0;
}
