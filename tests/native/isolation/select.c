/* SPDX-License-Identifier: MIT */
/* Waiting with select. */
#include <sys/select.h>

#include "pipelined.h"

static void by_select(void)
{
    char bytes[4096] = "";
    while (total < ALL) {
        fd_set reads, writes;
        FD_ZERO(&reads);
        FD_ZERO(&writes);
        FD_SET(ends[1], &reads);
        FD_SET(ends[0], &reads);
        FD_SET(ends[0], &writes);
        int count = select(ends[1] + 1, &reads, &writes, NULL, NULL);
        printf("select %d %d%d%d: ", count, !!FD_ISSET(ends[1], &reads), !!FD_ISSET(ends[0], &reads),
               !!FD_ISSET(ends[0], &writes));
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
}

static void by_pselect(void)
{
    char bytes[4096] = "";
    while (total < ALL) {
        fd_set reads;
        struct timespec hour = {3600, 0};
        FD_ZERO(&reads);
        FD_SET(ends[1], &reads);
        printf("pselect %d: ", pselect(ends[1] + 1, &reads, NULL, NULL, &hour, NULL));
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
}

RUN({"select", by_select}, {"pselect", by_pselect})
