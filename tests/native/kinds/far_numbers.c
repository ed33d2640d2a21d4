/* SPDX-License-Identifier: MIT */
/* Descriptors far above 1,024. */
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "../snippets/snippet.h"

int main(void)
{
    struct rlimit limit = {1048576, 1048576};
    int ends[2], failed = setrlimit(RLIMIT_NOFILE, &limit);
    if (failed) getrlimit(RLIMIT_NOFILE, &limit);
    int top = (int)limit.rlim_cur - 1, numbers[] = {1024, 4095, 4096, 65536, top - 1};
    char text[16];
    socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
    dup2(ends[1], top);
    for (int i = 0; i < 5; i++) {
        if (numbers[i] >= top) continue;
        dup2(ends[0], numbers[i]);
        struct pollfd ready = {.fd = top, .events = POLLIN};
        ssize_t sent = write(numbers[i], "hello", 5);
        int polled = poll(&ready, 1, 1000);
        ssize_t got = read(top, text, sizeof text);
        mark((int)(sent + got) + polled);
    }
    printf("close %d %s\n", close(top + 1), strerror(errno));
    printf("duplicated above %d\n", fcntl(0, F_DUPFD, 100000) >= 100000);
    return 0;
}
