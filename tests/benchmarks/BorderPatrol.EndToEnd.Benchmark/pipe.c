/* SPDX-License-Identifier: MIT */
/* Prints the nanoseconds that one 64-byte write to a pipe and the read of it take, over as many pairs as its argument
 * says. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

int main(int count, char **arguments)
{
    long pairs = count > 1 ? atol(arguments[1]) : 1000000;
    char bytes[64] = {0};
    int ends[2];
    if (pairs < 1 || pipe(ends) != 0) return 1;
    double begin = now();
    for (long pair = 0; pair < pairs; pair++)
        if (write(ends[1], bytes, sizeof bytes) != sizeof bytes || read(ends[0], bytes, sizeof bytes) != sizeof bytes)
            return 1;
    printf("%.1f\n", (now() - begin) / (double)pairs);
    return 0;
}
