/* SPDX-License-Identifier: MIT */
/* Built for other word sizes, processors and libcs, and without a loader: says its arguments and its LD_PRELOAD. */
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **words)
{
    for (int i = 1; i < count; i++)
        printf("%s ", words[i]);
    printf("%zu-bit, preload: %s\n", 8 * sizeof(void *), getenv("LD_PRELOAD") ? "yes" : "no");
    return 5;
}
