/* SPDX-License-Identifier: MIT */
/* Receiving calls that fill messages, wait for all or look ahead. */
#include "pipelined.h"

static void by_recvmsg(void)
{
    char bytes[4096] = "", control[64];
    while (total < ALL) {
        struct iovec parts[] = {{bytes, 25}, {bytes + 25, 4000}};
        struct msghdr message = {.msg_iov = parts,
                                 .msg_iovlen = 2,
                                 .msg_control = control,
                                 .msg_controllen = sizeof control,
                                 .msg_flags = 99};
        got(recvmsg(ends[1], &message, 0), bytes);
        printf("control %zu flags %d\n", message.msg_controllen, message.msg_flags);
    }
}

static void by_recvmmsg(void)
{
    char bytes[2][4096] = {"", ""};
    got(recv(ends[1], bytes[0], 20, 0), bytes[0]);
    while (total < ALL) {
        struct iovec parts[] = {{bytes[0], 40}, {bytes[1], 4000}};
        struct mmsghdr messages[] = {{.msg_hdr = {.msg_iov = &parts[0], .msg_iovlen = 1}},
                                     {.msg_hdr = {.msg_iov = &parts[1], .msg_iovlen = 1}}};
        int count = recvmmsg(ends[1], messages, 2, MSG_WAITFORONE, NULL);
        printf("%d messages\n", count);
        for (int i = 0; i < count; i++)
            got(messages[i].msg_len, bytes[i]);
    }
}

static void by_waitall(void)
{
    char bytes[4096] = "";
    got(recv(ends[1], bytes, 30, 0), bytes);
    got(recv(ends[1], bytes, ALL - 30 - 10, MSG_WAITALL), bytes);
    got(recv(ends[1], bytes, 10, MSG_WAITALL), bytes);
}

/* The first read takes one request, so the look ahead and the count see both held and coming bytes. */
static void by_peek(void)
{
    char bytes[4096] = "";
    int there = 0;
    while (total < ALL) {
        ssize_t seen = recv(ends[1], bytes, sizeof bytes, MSG_PEEK);
        ioctl(ends[1], FIONREAD, &there);
        printf("peek %zd there %d: ", seen, there);
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
    ioctl(ends[1], FIONREAD, &there);
    printf("there %d\n", there);
}

/* On a connection of its own, which speaks no protocol that anybody knows. */
static void by_recvmmsg_unknown(void)
{
    static const char said[] = "\1 nothing that is known";
    int pair[2];
    char bytes[2][8] = {"", ""}, all[sizeof said];
    struct iovec parts[] = {{bytes[0], 8}, {bytes[1], 8}};
    struct mmsghdr messages[] = {{.msg_hdr = {.msg_iov = &parts[0], .msg_iovlen = 1}},
                                 {.msg_hdr = {.msg_iov = &parts[1], .msg_iovlen = 1}}};
    connection(pair);
    for (int i = 0; i < 2; i++) {
        demand((int)send(pair[0], said, sizeof said, 0), "send");
        demand((int)recv(pair[1], all, sizeof all, MSG_PEEK | MSG_WAITALL), "recv");
        printf("%d messages ", recvmmsg(pair[1], messages, 2, i ? MSG_WAITFORONE : MSG_DONTWAIT, NULL));
        printf("%u %u\n", messages[0].msg_len, messages[1].msg_len);
        demand((int)recv(pair[1], all, sizeof all - 16, MSG_WAITALL), "recv");
    }
}

RUN({"recvmsg", by_recvmsg}, {"recvmmsg", by_recvmmsg}, {"unknown", by_recvmmsg_unknown}, {"waitall", by_waitall},
    {"peek", by_peek})
