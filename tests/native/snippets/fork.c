/* SPDX-License-Identifier: MIT */
/* Children and grandchildren that go on with what their parent did. */
#include "snippet.h"

static void *in_thread(void *unused)
{
    (void)unused;
    pid_t child = fork();
    if (child == 0) {
        mark(30);
        _exit(4);
    }
    print_end("child of a thread", child);
    return NULL;
}

int main(void)
{
    mark(1);
    pid_t child = fork();
    if (child == 0) {
        mark(10);
        pid_t grandchild = fork();
        if (grandchild == 0) {
            mark(20);
            exit(3);
        }
        print_end("grandchild", grandchild);
        exit(2);
    }
    print_end("child", child);
    pthread_t thread;
    pthread_create(&thread, NULL, in_thread, NULL);
    pthread_join(thread, NULL);
    mark(2);
    return 0;
}
