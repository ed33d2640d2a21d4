/* SPDX-License-Identifier: MIT */
/* Limits on files, memory and locked memory that leave the shim no room: the program goes on, unharmed. */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "../snippets/snippet.h"

static void limited(const char *name, int resource, rlim_t most)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {most, most};
        setrlimit(resource, &limit);
        for (int i = 0; i < 30000; i++)
            mark(1);
        int fd = open("/dev/null", O_WRONLY);
        printf("%s: writes %zd, errno %d\n", name, write(fd, "12345", 5), errno);
        fflush(stdout);
        _exit(0);
    }
    print_end(name, child);
}

int main(void)
{
    limited("no file", RLIMIT_FSIZE, 0);
    limited("a page of a file", RLIMIT_FSIZE, 4096);
    limited("no more memory", RLIMIT_AS, 1 << 20);
    limited("no locked memory", RLIMIT_MEMLOCK, 0);
    limited("no processes", RLIMIT_NPROC, 1);
    limited("no data", RLIMIT_DATA, 0);
    mark(2);
    return 0;
}
