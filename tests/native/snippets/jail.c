/* SPDX-License-Identifier: MIT */
/* chroot and dropped privileges, then children: as servers do. */
#include <grp.h>

#include "snippet.h"

int main(int count, char **words)
{
    if (count > 1 && (chroot(words[1]) != 0 || chdir("/") != 0 || setgroups(0, NULL) != 0 || setgid(65534) != 0 ||
                      setuid(65534) != 0)) {
        printf("no jail: %s\n", strerror(errno));
        return 1;
    }
    mark(1);
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 2000; i++)
            mark(2);
        _exit(0);
    }
    print_end("child", child);
    return 0;
}
