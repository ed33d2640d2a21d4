/* SPDX-License-Identifier: MIT */
/* Waiting with poll. */
#include <poll.h>

#include "pipelined.h"

static void by_poll(void)
{
    char bytes[4096] = "";
    struct pollfd both[] = {{.fd = ends[1], .events = POLLIN}, {.fd = ends[0], .events = POLLIN | POLLOUT}};
    while (total < ALL) {
        int count = poll(both, 2, -1);
        printf("poll %d %x %x: ", count, both[0].revents, both[1].revents);
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
    printf("then %d\n", poll(both, 1, 0));
}

static void by_ppoll(void)
{
    char bytes[4096] = "";
    struct timespec hour = {3600, 0};
    struct pollfd end = {.fd = ends[1], .events = POLLIN | POLLRDNORM};
    while (total < ALL) {
        printf("ppoll %d: ", ppoll(&end, 1, &hour, NULL));
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
}

RUN({"poll", by_poll}, {"ppoll", by_ppoll})
