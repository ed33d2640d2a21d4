/* SPDX-License-Identifier: MIT */
/* Switches its own tracing off and on again through the spool, where it is traced. */
#include <fcntl.h>
#include <stdint.h>

#include "snippet.h"

static void turn(uint32_t word)
{
    char path[4096];
    const char *spool = getenv("LIBBTRACE_SPOOL");
    snprintf(path, sizeof path, "%s/switch.%d", spool ? spool : "", (int)geteuid());
    int fd = open(path, O_WRONLY);
    if (fd >= 0 && write(fd, &word, sizeof word) != sizeof word) printf("not switched\n");
    close(fd);
}

int main(void)
{
    mark(1);
    turn(1);
    mark(2);
    pid_t child = fork();
    if (child == 0) {
        mark(3);
        turn(0);
        mark(4);
        _exit(0);
    }
    print_end("child", child);
    mark(5);
    return 0;
}
