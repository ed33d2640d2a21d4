/* SPDX-License-Identifier: MIT */
/* Which Unix socket is at the other end: the kernel tells it only through sock_diag(7). */
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <string.h>
#include <sys/socket.h>

#include "../guard/raw.h"
#include "identify.h"

struct question {
    struct nlmsghdr head;
    struct unix_diag_req body;
};

/* The peer's inode among the attributes of the kernel's answer. */
static uint64_t peer_in(const uint8_t *answer, size_t length)
{
    struct nlmsghdr head;
    size_t at = NLMSG_LENGTH(sizeof(struct unix_diag_msg));
    if (length < at) return 0;
    memcpy(&head, answer, sizeof head);
    if (head.nlmsg_type != SOCK_DIAG_BY_FAMILY) return 0;
    for (struct nlattr attribute; at + NLA_HDRLEN <= length; at += NLA_ALIGN(attribute.nla_len)) {
        memcpy(&attribute, answer + at, sizeof attribute);
        if (attribute.nla_len < NLA_HDRLEN) return 0;
        uint32_t peer;
        if (attribute.nla_type == UNIX_DIAG_PEER && at + NLA_HDRLEN + sizeof peer <= length) {
            memcpy(&peer, answer + at + NLA_HDRLEN, sizeof peer);
            return peer;
        }
    }
    return 0;
}

uint64_t bp_unix_peer(uint64_t inode)
{
    long fd = bp_raw(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (bp_raw_failed(fd)) return 0;
    struct question question = {
        .head = {.nlmsg_len = sizeof question, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST},
        .body = {.sdiag_family = AF_UNIX,
                 .udiag_states = UINT32_MAX,
                 .udiag_ino = (uint32_t)inode,
                 .udiag_show = UDIAG_SHOW_PEER,
                 .udiag_cookie = {UINT32_MAX, UINT32_MAX}},
    };
    uint8_t answer[512];
    uint64_t peer = 0;
    /* The kernel answers before the question's call returns, so nothing is waited for. */
    if (bp_raw(SYS_sendto, fd, &question, sizeof question, MSG_DONTWAIT, NULL, 0) == (long)sizeof question) {
        long length = bp_raw(SYS_recvfrom, fd, answer, sizeof answer, MSG_DONTWAIT, NULL, NULL);
        if (!bp_raw_failed(length)) peer = peer_in(answer, (size_t)length);
    }
    bp_raw(SYS_close, fd);
    return peer;
}
