/* SPDX-License-Identifier: MIT */
/* Every way to close all descriptors, each followed by more than a segment of records; the next file gets number 3. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>

#include "../snippets/snippet.h"

static void by_close_range(void)
{
    syscall(SYS_close_range, 3, ~0u, 0);
}

static void by_libc_range(void)
{
    close_range(3, ~0u, 0);
}

static void by_closefrom(void)
{
    closefrom(3);
}

static void by_loop(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    for (int fd = 3; fd < (int)limit.rlim_cur; fd++)
        close(fd);
}

static void by_raw_loop(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    for (int fd = 3; fd < (int)limit.rlim_cur; fd++)
        syscall(SYS_close, fd);
}

static void by_folder(void)
{
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(folder));)
        if (atoi(entry->d_name) > 2 && atoi(entry->d_name) != dirfd(folder)) close(atoi(entry->d_name));
    closedir(folder);
}

static void by_marking(void)
{
    close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
}

int main(void)
{
    static void (*const ways[])(void) = {by_close_range, by_libc_range, by_closefrom, by_loop, by_raw_loop, by_folder};
    for (int way = 0; way < 6; way++) {
        open("/dev/null", O_RDONLY);
        fcntl(0, F_DUPFD, 900);
        ways[way]();
        for (int i = 0; i < 5000; i++)
            mark(way + 1);
        printf("way %d: next is %d\n", way, open("/dev/null", O_RDONLY));
    }
    by_marking();
    mark(7);
    printf("flag %d\n", fcntl(3, F_GETFD));
    return 0;
}
