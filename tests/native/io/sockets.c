/* SPDX-License-Identifier: MIT */
/* Sockets of all kinds that carry no protocol the shim knows. */
#include <netdb.h>
#include <sys/un.h>

#include "io.h"

ssize_t __recv_chk(int fd, void *buffer, size_t size, size_t room, int flags);
ssize_t __recvfrom_chk(int fd, void *buffer, size_t size, size_t room, int flags, struct sockaddr *from,
                       socklen_t *length);

static void connecting(void)
{
    struct sockaddr_in name;
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    int listener = listening(&name), caller = demand(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
    SHOW(socket(AF_INET, 77, 0));
    SHOW(bind(caller, (struct sockaddr *)&name, 1));
    SHOW(listen(-1, 1));
    SHOW(accept(caller, NULL, NULL));
    SHOW(connect(caller, (struct sockaddr *)&name, sizeof name));
    int called = demand(accept4(listener, (struct sockaddr *)&peer, &length, SOCK_CLOEXEC), "accept4");
    printf("family %d length %u flags %d\n", peer.ss_family, length, fcntl(called, F_GETFD));
    SHOW(connect(caller, (struct sockaddr *)&name, sizeof name));
    SHOW(connect(caller, (struct sockaddr *)&name, sizeof name));
    SHOW(accept4(listener, NULL, NULL, 0x7fffffff));
    close(listener);
    close(called);
    close(caller);
    caller = demand(socket(AF_INET, SOCK_STREAM, 0), "socket");
    SHOW(connect(caller, (struct sockaddr *)&name, sizeof name));
    close(caller);
}

static void streaming(void)
{
    char bytes[64] = "";
    int ends[2];
    struct iovec out[] = {{"gh", 2}, {"ijkl", 4}}, in[] = {{bytes, 3}, {bytes + 3, 20}};
    struct msghdr sent = {.msg_iov = out, .msg_iovlen = 2}, received = {.msg_iov = in, .msg_iovlen = 2};
    struct sockaddr_storage from;
    socklen_t length = sizeof from;
    connection(ends);
    SHOW(send(ends[0], "abcdef", 6, 0));
    SHOW(sendmsg(ends[0], &sent, 0));
    SHOW(recv(ends[1], bytes, 3, MSG_WAITALL));
    SHOW(__recv_chk(ends[1], bytes, 3, sizeof bytes, MSG_WAITALL));
    SHOW(recvmsg(ends[1], &received, MSG_WAITALL | MSG_DONTWAIT));
    printf("%s\n", bytes);
    SHOW(sendto(ends[1], "back", 4, 0, NULL, 0));
    SHOW(recvfrom(ends[0], bytes, 2, MSG_WAITALL, (struct sockaddr *)&from, &length));
    printf("length %u\n", length);
    SHOW(__recvfrom_chk(ends[0], bytes, 2, sizeof bytes, 0, NULL, NULL));
    SHOW(recvmsg(ends[0], nowhere, 0));
    SHOW(sendmsg(ends[0], nowhere, 0));
    SHOW(recv(ends[0], bytes, 2, MSG_DONTWAIT));
    SHOW(send(ends[0], "!", 1, MSG_OOB));
    SHOW(recv(ends[1], bytes, 5, MSG_DONTWAIT));
    SHOW(recv(ends[1], bytes, 1, MSG_OOB));
    close(ends[0]);
    SHOW(read(ends[1], bytes, 1));
    close(ends[1]);
}

static void passing(void)
{
    char byte = 'x', control[CMSG_SPACE(sizeof(int))] = "";
    int ends[2], tube[2];
    struct iovec part = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    demand(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
    demand(pipe(tube), "pipe");
    *head = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(head), &tube[1], sizeof(int));
    SHOW(sendmsg(ends[0], &message, 0));
    SHOW(recvmsg(ends[1], &message, 0));
    int passed = -1;
    memcpy(&passed, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof passed);
    SHOW(write(passed, "via", 3));
    SHOW(read(tube[0], control, 3));
    for (int i = 0; i < 2; i++)
        close(ends[i]), close(tube[i]);
    close(passed);
}

static void datagrams(void)
{
    char bytes[2][16] = {"", ""};
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}, from;
    socklen_t length = sizeof name;
    struct iovec parts[] = {{"first", 5}, {"second", 6}}, rooms[] = {{bytes[0], 16}, {bytes[1], 4}};
    int one = demand(socket(AF_INET, SOCK_DGRAM, 0), "socket"), two = demand(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    SHOW(bind(one, (struct sockaddr *)&name, sizeof name));
    getsockname(one, (struct sockaddr *)&name, &length);
    SHOW(connect(two, (struct sockaddr *)&name, sizeof name));
    struct mmsghdr out[] = {{.msg_hdr = {.msg_iov = &parts[0], .msg_iovlen = 1}},
                            {.msg_hdr = {.msg_iov = &parts[1], .msg_iovlen = 1}}};
    struct mmsghdr in[] = {{.msg_hdr = {.msg_iov = &rooms[0], .msg_iovlen = 1}},
                           {.msg_hdr = {.msg_iov = &rooms[1], .msg_iovlen = 1}}};
    SHOW(sendmmsg(two, out, 2, 0));
    SHOW(recvmmsg(one, in, 2, 0, NULL));
    printf("%u %u %s %.4s %x\n", in[0].msg_len, in[1].msg_len, bytes[0], bytes[1], in[1].msg_hdr.msg_flags);
    SHOW(send(two, "", 0, 0));
    SHOW(recvfrom(one, bytes[0], 16, 0, (struct sockaddr *)&from, &length));
    SHOW(sendto(one, "answer", 6, 0, (struct sockaddr *)&from, sizeof from));
    SHOW(recv(two, bytes[0], 3, MSG_TRUNC));
    SHOW(recvmmsg(one, in, 2, MSG_DONTWAIT, NULL));
    close(one);
    close(two);
}

static void local(void)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX}, peer;
    socklen_t length = sizeof peer;
    char bytes[8];
    snprintf(name.sun_path, sizeof name.sun_path, "/tmp/bp-socket-%d", getpid());
    int listener = demand(socket(AF_UNIX, SOCK_STREAM, 0), "socket"),
        caller = demand(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    SHOW(connect(caller, (struct sockaddr *)&name, sizeof name));
    SHOW(bind(listener, (struct sockaddr *)&name, sizeof name));
    SHOW(listen(listener, 3));
    SHOW(connect(caller, (struct sockaddr *)&name, sizeof name));
    int called = demand(accept(listener, (struct sockaddr *)&peer, &length), "accept");
    SHOW(write(caller, "ping", 4));
    SHOW(read(called, bytes, 8));
    unlink(name.sun_path);
    close(listener);
    close(caller);
    close(called);
}

static void naming(void)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM}, *found = NULL;
    SHOW(getaddrinfo("127.0.0.1", "80", &hints, &found));
    printf("%d %d\n", found->ai_family, found->ai_next == NULL);
    freeaddrinfo(found);
    SHOW(getaddrinfo("not a number", NULL, &hints, &found) == EAI_NONAME);
}

int main(void)
{
    connecting();
    streaming();
    passing();
    datagrams();
    local();
    naming();
    return 0;
}
