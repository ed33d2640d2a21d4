/* SPDX-License-Identifier: MIT */
/* errno is the program's. */
#include "snippet.h"

static void *thread_errno(void *unused)
{
    (void)unused;
    printf("thread begins with %d\n", errno);
    errno = 5;
    for (int i = 0; i < 3000; i++) {
        errno = 0;
        if (mark(i) != -1 || errno != EINVAL) printf("mark %d: %d\n", i, errno);
    }
    return NULL;
}

int main(void)
{
    pthread_t thread;
    errno = 77;
    pthread_create(&thread, NULL, thread_errno, NULL);
    pthread_join(thread, NULL);
    printf("after a thread %d\n", errno);
    errno = 78;
    pid_t child = fork();
    if (child == 0) _exit(errno);
    printf("after fork %d\n", errno);
    print_end("child's errno", child);
    errno = 79;
    child = vfork();
    if (child == 0) _exit(errno);
    printf("after vfork %d\n", errno);
    print_end("child's errno", child);
    errno = 80;
    printf("system %d", system("true"));
    printf(" %d\n", errno);
    return 0;
}
