/* SPDX-License-Identifier: MIT */
/* Makes as many marks as it is told, says so, and is killed by SIGKILL at once. */
#include "snippet.h"

int main(int count, char **words)
{
    int marks = count > 1 ? atoi(words[1]) : 1000;
    for (int i = 0; i < marks; i++)
        mark(i);
    printf("%d\n", marks);
    fflush(stdout);
    kill(getpid(), SIGKILL);
    return 0;
}
