/* SPDX-License-Identifier: MIT */
/* Receiving calls. */
#include "pipelined.h"

static void by_read(void)
{
    char bytes[4096] = "";
    while (total < ALL)
        got(read(ends[1], bytes, sizeof bytes), bytes);
}

static void by_small_read(void)
{
    char bytes[21] = "";
    while (total < ALL)
        got(read(ends[1], bytes, 20), bytes);
}

static void by_recv(void)
{
    char bytes[4096] = "";
    while (total < ALL)
        got(recv(ends[1], bytes, sizeof bytes, 0), bytes);
}

static void by_recvfrom(void)
{
    char bytes[4096] = "";
    struct sockaddr_storage from;
    while (total < ALL) {
        socklen_t length = sizeof from;
        got(recvfrom(ends[1], bytes, sizeof bytes, 0, (struct sockaddr *)&from, &length), bytes);
        printf("address of %u bytes\n", length);
    }
}

static void by_readv(void)
{
    char bytes[4096] = "";
    while (total < ALL) {
        struct iovec parts[] = {{bytes, 7}, {bytes + 7, 0}, {bytes + 7, 11}, {bytes + 18, 4000}};
        got(readv(ends[1], parts, 4), bytes);
    }
}

RUN({"read", by_read}, {"small", by_small_read}, {"recv", by_recv}, {"recvfrom", by_recvfrom}, {"readv", by_readv})
