/* SPDX-License-Identifier: MIT */
/* Files that are opened by their paths: never used, used at once, used after a question what they are, inherited; and
 * what is no file. */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "io.h"

static char byte;

static int opened(const char *path, int flags)
{
    return demand(open(path, flags, 0600), "open");
}

static void read_and_close(int fd)
{
    demand((int)read(fd, &byte, 1), "read");
    close(fd);
}

static void in_child(int fd)
{
    pid_t child = demand(fork(), "fork");
    if (child == 0) {
        demand((int)pread(fd, &byte, 1, 0), "pread");
        _exit(0);
    }
    demand(waitpid(child, NULL, 0), "waitpid");
    close(fd);
}

int main(void)
{
    struct stat facts;
    char folder[] = "/tmp/bp-named-XXXXXX";
    if (!mkdtemp(folder) || chdir(folder) != 0) return 100;
    int fd = opened("named", O_CREAT | O_RDWR);
    demand((int)write(fd, "12", 2), "write");
    close(fd);
    close(opened("named", O_RDONLY));
    read_and_close(opened("named", O_RDONLY));
    fd = opened("named", O_RDONLY);
    demand(fstat(fd, &facts), "fstat");
    read_and_close(fd);
    in_child(opened("named", O_RDONLY));
    read_and_close(opened("/dev/zero", O_RDONLY));
    demand(mkfifo("fifo", 0600), "mkfifo");
    fd = opened("fifo", O_RDWR);
    demand(fstat(fd, &facts), "fstat");
    demand((int)write(fd, "1", 1), "write");
    read_and_close(fd);
    return unlink("named") || unlink("fifo") || chdir("/") || rmdir(folder);
}
