/* SPDX-License-Identifier: MIT */
/* The program's own descriptors are numbered as if it were alone, and there are no others. */
#include <dirent.h>
#include <fcntl.h>

#include "snippet.h"

static void *opens(void *unused)
{
    mark(1);
    printf("thread opens %d\n", open("/dev/null", O_RDONLY));
    return unused;
}

static int count_open(void)
{
    int count = 0;
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(folder));)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count;
}

int main(void)
{
    int pipes[2];
    pthread_t thread;
    printf("open %d\n", open("/dev/null", O_RDONLY));
    printf("dup %d\n", dup(0));
    printf("pipe %d", pipe(pipes));
    printf(" %d %d\n", pipes[0], pipes[1]);
    pthread_create(&thread, NULL, opens, NULL);
    pthread_join(thread, NULL);
    printf("descriptors %d\n", count_open());
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        close(0);
        printf("child opens %d, descriptors %d\n", open("/dev/null", O_RDONLY), count_open());
        exit(0);
    }
    print_end("child", child);
    return 0;
}
