/* SPDX-License-Identifier: MIT */
/* Closes every descriptor by system calls of its own and takes the numbers for folders of its own. */
#include <fcntl.h>

#include "snippet.h"

int main(int count, char **words)
{
    const char *folder = count > 1 ? words[1] : "/";
    mark(1);
    syscall(SYS_close_range, 3, ~0u, 0);
    for (int fd = 980; fd < 1024; fd++) {
        int opened = open(folder, O_RDONLY | O_DIRECTORY);
        if (opened != fd) dup2(opened, fd);
        if (opened != fd) close(opened);
    }
    for (int i = 0; i < 30000; i++)
        mark(2);
    printf("done\n");
    return 0;
}
