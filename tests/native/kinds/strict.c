/* SPDX-License-Identifier: MIT */
/* Strict seccomp: read, write, exit and the return from a handler are all that is left. */
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include "../snippets/snippet.h"

int main(int count, char **words)
{
    mark(1);
    (void)words;
    long entered =
        count > 1 ? prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) : syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL);
    char text[64];
    int length = snprintf(text, sizeof text, "entered %ld\n", entered);
    if (write(1, text, (size_t)length) != length) return 2;
    for (int i = 0; i < 3; i++)
        if (write(1, "still here\n", 11) != 11 || read(0, text, sizeof text) < 0) return 2;
    syscall(SYS_exit, 0);
    return 1;
}
