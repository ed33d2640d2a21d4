/* SPDX-License-Identifier: MIT */
/* The classic way into the background: two forks, a session, no terminal, no descriptors, another folder. */
#include <fcntl.h>
#include <sys/stat.h>

#include "../snippets/snippet.h"

static void serve(int report)
{
    for (int i = 0; i < 3000; i++)
        mark(3);
    dprintf(report, "session is own: %d, folder / %d, next %d\n", getsid(0) != getpid(), chdir("/"),
            open("/dev/null", O_RDWR));
    _exit(0);
}

int main(void)
{
    int ends[2];
    char text[128] = "";
    if (pipe(ends) != 0) return 1;
    mark(1);
    pid_t first = fork();
    if (first == 0) {
        setsid();
        mark(2);
        if (fork() > 0) _exit(0);
        umask(0);
        if (chdir("/") != 0) _exit(1);
        dup2(ends[1], 3);
        for (int fd = 4; fd < 1024; fd++)
            close(fd);
        for (int fd = 0; fd < 3; fd++)
            dup2(open("/dev/null", O_RDWR), fd);
        closefrom(4);
        serve(3);
    }
    close(ends[1]);
    print_end("first child", first);
    while (read(ends[0], text, sizeof text - 1) > 0)
        printf("daemon: %s", text);
    return 0;
}
