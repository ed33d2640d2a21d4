/* SPDX-License-Identifier: MIT */
/* Processes that read one connection: in turn since a fork, from a set that they share, by another program, and from
 * another process that is handed the descriptor. Every byte comes out once and in order. */
#include <sys/epoll.h>

#include "stream.h"

static int turns[2][2];

/* Reads when it is its turn, until all has come. */
static void read_in_turn(int self, size_t room)
{
    char bytes[ROOM], token = 't';
    while (read(turns[self][0], &token, 1) == 1 && so_far() < size) {
        gather(bytes, read(ends[1], bytes, room));
        if (so_far() >= size) break;
        demand((int)write(turns[!self][1], &token, 1), "write");
    }
    demand((int)write(turns[!self][1], &token, 1), "write");
}

static void in_turn(void)
{
    char bytes[ROOM], token = 't';
    demand(pipe(turns[0]) | pipe(turns[1]), "pipe");
    gather(bytes, read(ends[1], bytes, 100));
    demand((int)write(turns[0][1], &token, 1), "write");
    pid_t child = fork();
    read_in_turn(child == 0, child ? 50 : sizeof bytes);
    if (child == 0) _exit(0);
    waitpid(child, NULL, 0);
}

/* The parent closes its copy; what it had not read is the child's. */
static void to_child(void)
{
    char bytes[ROOM];
    gather(bytes, read(ends[1], bytes, sizeof bytes));
    pid_t child = fork();
    while (child == 0 && so_far() < size)
        gather(bytes, read(ends[1], bytes, 64));
    if (child == 0) _exit(0);
    close(ends[1]);
    waitpid(child, NULL, 0);
}

/* The child has a copy and ends; the parent reads on. */
static void back_to_parent(void)
{
    char bytes[ROOM];
    gather(bytes, read(ends[1], bytes, 100));
    pid_t child = fork();
    if (child == 0) {
        gather(bytes, read(ends[1], bytes, sizeof bytes));
        _exit(0);
    }
    waitpid(child, NULL, 0);
    while (so_far() < size)
        gather(bytes, read(ends[1], bytes, sizeof bytes));
}

/* Both wait on the same set; one reads at a time. */
static void shared_set(void)
{
    char bytes[ROOM];
    int set = demand(epoll_create1(0), "epoll_create1"), token[2];
    struct epoll_event event = {.events = EPOLLIN};
    demand(epoll_ctl(set, EPOLL_CTL_ADD, ends[1], &event), "epoll_ctl");
    demand(epoll_wait(set, &event, 1, -1), "epoll_wait");
    gather(bytes, recv(ends[1], bytes, sizeof bytes, MSG_DONTWAIT));
    demand(pipe(token), "pipe");
    demand((int)write(token[1], "t", 1), "write");
    pid_t child = fork();
    while (so_far() < size) {
        char one;
        if (epoll_wait(set, &event, 1, 20) <= 0) continue;
        demand((int)read(token[0], &one, 1), "read");
        gather(bytes, recv(ends[1], bytes, sizeof bytes, MSG_DONTWAIT));
        demand((int)write(token[1], "t", 1), "write");
    }
    if (child == 0) _exit(0);
    waitpid(child, NULL, 0);
}

static void hand(int through, int fd)
{
    char control[CMSG_SPACE(sizeof fd)] = "", byte = 'x';
    struct iovec vector = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    *rights = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(rights), &fd, sizeof fd);
    demand((int)sendmsg(through, &message, 0), "sendmsg");
}

static int handed(int through)
{
    char control[CMSG_SPACE(sizeof(int))], byte;
    int fd;
    struct iovec vector = {&byte, 1};
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    demand((int)recvmsg(through, &message, 0), "recvmsg");
    memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

/* To a process that was there before the connection. */
static void passed(void)
{
    char bytes[ROOM];
    int pair[2];
    demand(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
    pid_t child = fork();
    if (child == 0) {
        close(ends[1]);
        demand((int)write(pair[1], "r", 1), "write");
        int fd = handed(pair[1]);
        while (so_far() < size)
            gather(bytes, read(fd, bytes, 64));
        _exit(0);
    }
    demand((int)read(pair[0], bytes, 1), "read");
    gather(bytes, read(ends[1], bytes, sizeof bytes));
    hand(pair[0], ends[1]);
    close(ends[1]);
    waitpid(child, NULL, 0);
}

/* Another program goes on reading; it writes what it got to its output. */
static void executed(void)
{
    char bytes[ROOM];
    int out[2];
    demand(pipe(out), "pipe");
    gather(bytes, read(ends[1], bytes, sizeof bytes));
    shutdown(ends[0], SHUT_WR);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 0);
        dup2(out[1], 1);
        close(ends[0]);
        close(ends[1]);
        close(out[0]);
        close(out[1]);
        execlp("cat", "cat", NULL);
        _exit(1);
    }
    close(ends[1]);
    close(out[1]);
    for (ssize_t count; (count = read(out[0], bytes, sizeof bytes)) > 0;)
        gather(bytes, count);
    waitpid(child, NULL, 0);
}

static const struct named_case cases[] = {
    {"in-turn", in_turn},       {"to-child", to_child}, {"back-to-parent", back_to_parent},
    {"shared-set", shared_set}, {"passed", passed},     {"executed", executed}};

int main(int count, char **words)
{
    return run_named(cases, sizeof cases / sizeof *cases, count, words);
}
