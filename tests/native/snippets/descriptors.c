/* SPDX-License-Identifier: MIT */
/* The program's own descriptors are numbered as if it were alone. */
#include <dirent.h>
#include <fcntl.h>

#include "snippet.h"

static void *opens(void *unused)
{
    mark(1);
    printf("thread opens %d\n", open("/dev/null", O_RDONLY));
    return unused;
}

static int count_low(void)
{
    int low = 0;
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(folder));)
        low += entry->d_name[0] != '.' && atoi(entry->d_name) < 512;
    closedir(folder);
    return low;
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
    printf("low descriptors %d\n", count_low());
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        close(0);
        printf("child opens %d, low %d\n", open("/dev/null", O_RDONLY), count_low());
        exit(0);
    }
    print_end("child", child);
    return 0;
}
