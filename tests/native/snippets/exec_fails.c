/* SPDX-License-Identifier: MIT */
/* What exec answers when it cannot. */
#include <sys/mman.h>

#include "snippet.h"

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        errno = 0;                                                                                                     \
        int result = call;                                                                                             \
        printf("%s: %d %s\n", #call, result, strerror(errno));                                                         \
    } while (0)

int main(void)
{
    char *const none[] = {NULL};
    char *const bad_text[] = {"a", (char *)8, NULL};
    char *volatile nowhere = (char *)16;
    char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(page + 4096, 4096, PROT_NONE);
    char *unterminated = memset(page + 4090, 'x', 6) ? page + 4090 : NULL;
    TRY(execve("/not/there", none, none));
    TRY(execve("/etc/passwd", none, environ));
    TRY(execve(nowhere, none, none));
    TRY(execve(unterminated, none, none));
    TRY(execve("/bin/true", bad_text, none));
    TRY(execve("/bin/true", (char *const *)nowhere, none));
    TRY(execve("/bin/true", none, bad_text));
    TRY(execve("/bin/true", none, (char *const *)nowhere));
    TRY(execv("", none));
    TRY(execvp("no-such-program-here", none));
    TRY(execl("/not/there", "a", "b", (char *)NULL));
    TRY(fexecve(-1, none, none));
    TRY(execveat(-1, "x", none, none, 0));
    return 0;
}
