/* SPDX-License-Identifier: MIT */
/* Its files may not grow for a while: records are lost, counted, and recording resumes. */
#include <sys/resource.h>
#include <time.h>

#include "snippet.h"

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(void)
{
    struct rlimit before, none;
    getrlimit(RLIMIT_FSIZE, &before);
    none = before;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_FSIZE, &none);
    for (int i = 0; i < 5000; i++)
        mark(1);
    setrlimit(RLIMIT_FSIZE, &before);
    double until = seconds() + 0.25;
    while (seconds() < until)
        mark(2);
    mark(3);
    printf("done\n");
    return 0;
}
