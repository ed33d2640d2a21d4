/* SPDX-License-Identifier: MIT */
/* No descriptor is left, with and without other threads: what fails is the program's own next open and nothing else. */
#include <fcntl.h>
#include <sys/resource.h>

#include "../snippets/snippet.h"

static void *says_much(void *unused)
{
    for (int i = 0; i < 30000; i++)
        mark(2);
    return unused;
}

int main(void)
{
    pthread_t thread;
    struct rlimit limit = {100, 100};
    int opened = 0;
    setrlimit(RLIMIT_NOFILE, &limit);
    while (open("/dev/null", O_RDONLY) >= 0)
        opened++;
    printf("opened %d, then %s\n", opened, strerror(errno));
    for (int i = 0; i < 30000; i++)
        mark(1);
    pthread_create(&thread, NULL, says_much, NULL);
    pthread_join(thread, NULL);
    close(50);
    printf("again %d\n", open("/dev/null", O_RDONLY));
    pid_t child = fork();
    if (child == 0) {
        for (int i = 0; i < 30000; i++)
            mark(3);
        _exit(0);
    }
    print_end("child", child);
    return 0;
}
