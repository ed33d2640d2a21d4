/* SPDX-License-Identifier: MIT */
/* Three requests arrive in one segment. Each case receives them another way and prints what every call got. */
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/wait.h>

#include "io.h"

static const char one[] = "GET /one HTTP/1.1\r\nHost: a\r\n\r\n";                            /* 30 bytes */
static const char two[] = "POST /two HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"; /* 55 bytes */
static const char three[] = "GET /three HTTP/1.1\r\nHost: a\r\n\r\n";                        /* 32 bytes */
#define ALL (sizeof one + sizeof two + sizeof three - 3)

static int ends[2];
static size_t total;

static void send_all(void)
{
    char bytes[ALL + 1];
    snprintf(bytes, sizeof bytes, "%s%s%s", one, two, three);
    demand((int)send(ends[0], bytes, ALL, 0), "send");
    /* From here on everything is there. */
    for (int there = 0; there < (int)ALL;)
        demand(ioctl(ends[1], FIONREAD, &there), "FIONREAD");
}

/* One receiving call's result and the bytes' first word and last two. */
static void got(ssize_t count, const char *bytes)
{
    if (count < 0) {
        printf("%s\n", strerrorname_np(errno));
        return;
    }
    printf("%zd %.*s", count, (int)strcspn(bytes, " \r"), bytes);
    if (count > 2) printf(" ..%02x%02x", bytes[count - 2] & 0xff, bytes[count - 1] & 0xff);
    printf("\n");
    total += (size_t)count;
}

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

static int set_with(uint32_t events)
{
    int set = demand(epoll_create1(0), "epoll_create1");
    struct epoll_event event = {.events = events, .data.u64 = 4711};
    demand(epoll_ctl(set, EPOLL_CTL_ADD, ends[1], &event), "epoll_ctl");
    return set;
}

static void wait_one(int set, int timeout)
{
    struct epoll_event events[4] = {{0}};
    int count = epoll_wait(set, events, 4, timeout);
    printf("epoll %d", count);
    for (int i = 0; i < count; i++)
        printf(" %x for %lu", events[i].events, (unsigned long)events[i].data.u64);
    printf("; ");
}

static void by_epoll_level(void)
{
    char bytes[4096] = "";
    int set = set_with(EPOLLIN);
    wait_one(set, 0);
    while (total < ALL) {
        wait_one(set, -1);
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
    wait_one(set, 0);
    printf("\n");
}

/* One read an event, as programs do that take a short read for the end. */
static void by_epoll_edge(void)
{
    char bytes[4096] = "";
    int set = set_with(EPOLLIN | EPOLLET);
    while (total < ALL) {
        wait_one(set, -1);
        wait_one(set, 0);
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
    wait_one(set, 0);
    printf("\n");
}

/* The buffer is smaller than what there is, so that the kernel keeps some of it. */
static void by_epoll_edge_full(void)
{
    char bytes[51] = "";
    int set = set_with(EPOLLIN | EPOLLET);
    while (total < ALL) {
        wait_one(set, -1);
        ssize_t count;
        do {
            count = recv(ends[1], bytes, 50, MSG_DONTWAIT);
            got(count, bytes);
        } while (count == 50);
    }
}

/* The first read is full and ends at a border: of what the kernel still has, the set heard with the first event. */
static void by_epoll_edge_exact(void)
{
    char bytes[86] = "";
    int set = set_with(EPOLLIN | EPOLLET);
    while (total < ALL) {
        wait_one(set, -1);
        got(read(ends[1], bytes, 85), bytes);
    }
}

/* Reads until there is no more, as the manual asks. */
static void by_epoll_edge_drain(void)
{
    char bytes[4096] = "";
    int set = set_with(EPOLLIN | EPOLLET);
    wait_one(set, -1);
    ssize_t count;
    do {
        count = recv(ends[1], bytes, sizeof bytes, MSG_DONTWAIT);
        got(count, bytes);
    } while (count > 0);
    wait_one(set, 20);
    printf("\n");
}

static void by_epoll_oneshot(void)
{
    char bytes[4096] = "";
    int set = set_with(EPOLLIN | EPOLLONESHOT);
    while (total < ALL) {
        wait_one(set, -1);
        got(read(ends[1], bytes, sizeof bytes), bytes);
        wait_one(set, 0);
        struct epoll_event event = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = 4711};
        demand(epoll_ctl(set, EPOLL_CTL_MOD, ends[1], &event), "epoll_ctl");
    }
    wait_one(set, 0);
    printf("\n");
}

/* Added when bytes are held already. */
static void by_epoll_late(void)
{
    char bytes[4096] = "";
    got(read(ends[1], bytes, sizeof bytes), bytes);
    int set = set_with(EPOLLIN | EPOLLET), outer = demand(epoll_create1(0), "epoll_create1");
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = 1};
    demand(epoll_ctl(outer, EPOLL_CTL_ADD, set, &event), "epoll_ctl");
    while (total < ALL) {
        struct pollfd whole = {.fd = set, .events = POLLIN};
        wait_one(outer, -1);
        printf("poll on the set %d; ", poll(&whole, 1, -1));
        wait_one(set, 0);
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
}

static int shared_set;

static void *wait_in_thread(void *turn)
{
    for (int i = 0; i < 2; i++) {
        struct epoll_event event;
        demand(epoll_wait(shared_set, &event, 1, -1), "epoll_wait");
        demand((int)write(*(int *)turn, "x", 1), "write");
    }
    return NULL;
}

/* A thread is blocked in the wait while another receives: it has to be woken for what is held. */
static void by_epoll_thread(void)
{
    char bytes[4096] = "", token;
    int turn[2];
    pthread_t waiter;
    demand(pipe(turn), "pipe");
    shared_set = set_with(EPOLLIN | EPOLLET);
    wait_one(shared_set, -1);
    pthread_create(&waiter, NULL, wait_in_thread, &turn[1]);
    for (int i = 0; i < 3; i++) {
        got(read(ends[1], bytes, sizeof bytes), bytes);
        if (i < 2) demand((int)read(turn[0], &token, 1), "read");
    }
    pthread_join(waiter, NULL);
}

static void by_dup(void)
{
    char bytes[4096] = "";
    int other = fcntl(ends[1], F_DUPFD, 2000);
    got(read(ends[1], bytes, sizeof bytes), bytes);
    dup2(ends[1], 700);
    close(ends[1]);
    got(read(700, bytes, sizeof bytes), bytes);
    close(700);
    got(read(other, bytes, sizeof bytes), bytes);
    printf("closed %d\n", close(other));
}

static void by_fork(void)
{
    char bytes[4096] = "";
    got(read(ends[1], bytes, sizeof bytes), bytes);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        while (total < ALL)
            got(read(ends[1], bytes, sizeof bytes), bytes);
        exit(0);
    }
    close(ends[1]);
    waitpid(child, NULL, 0);
}

static void by_splice(void)
{
    char bytes[4096] = "";
    int tube[2];
    demand(pipe(tube), "pipe");
    got(read(ends[1], bytes, sizeof bytes), bytes);
    while (total < ALL) {
        ssize_t moved = splice(ends[1], NULL, tube[1], NULL, 4096, 0);
        printf("splice %zd: ", moved);
        got(read(tube[0], bytes, sizeof bytes), bytes);
    }
}

/* What is held stays readable after both ends have shut down, and only then comes the end. */
static void by_shutdown(void)
{
    char bytes[4096] = "";
    got(read(ends[1], bytes, sizeof bytes), bytes);
    shutdown(ends[0], SHUT_WR);
    shutdown(ends[1], SHUT_RD);
    while (total < ALL)
        got(read(ends[1], bytes, sizeof bytes), bytes);
    printf("end %zd\n", read(ends[1], bytes, sizeof bytes));
}

/* Recording is switched off in between: the program gets all that was held, and nothing is cut any more. */
static void by_switch(void)
{
    char bytes[4096] = "", path[512];
    uint32_t off = 1;
    got(read(ends[1], bytes, sizeof bytes), bytes);
    snprintf(path, sizeof path, "%s/switch.%u", getenv("LIBBTRACE_SPOOL"), geteuid());
    int word = demand(open(path, O_WRONLY), path);
    demand((int)write(word, &off, sizeof off), "write");
    struct pollfd end = {.fd = ends[1], .events = POLLIN};
    while (total < ALL) {
        printf("poll %d: ", poll(&end, 1, -1));
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
    off = 0;
    demand((int)pwrite(word, &off, sizeof off, 0), "pwrite");
    send_all();
    got(read(ends[1], bytes, sizeof bytes), bytes);
}

static const struct {
    const char *name;
    void (*run)(void);
} cases[] = {
    {"read", by_read},
    {"small", by_small_read},
    {"recv", by_recv},
    {"recvfrom", by_recvfrom},
    {"readv", by_readv},
    {"recvmsg", by_recvmsg},
    {"recvmmsg", by_recvmmsg},
    {"waitall", by_waitall},
    {"peek", by_peek},
    {"poll", by_poll},
    {"ppoll", by_ppoll},
    {"select", by_select},
    {"pselect", by_pselect},
    {"level", by_epoll_level},
    {"edge", by_epoll_edge},
    {"edge-full", by_epoll_edge_full},
    {"edge-exact", by_epoll_edge_exact},
    {"edge-drain", by_epoll_edge_drain},
    {"oneshot", by_epoll_oneshot},
    {"late", by_epoll_late},
    {"thread", by_epoll_thread},
    {"dup", by_dup},
    {"fork", by_fork},
    {"splice", by_splice},
    {"shutdown", by_shutdown},
    {"switch", by_switch},
};

int main(int count, char **words)
{
    connection(ends);
    send_all();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (count == 2 && strcmp(words[1], cases[i].name) == 0) {
            cases[i].run();
            printf("%zu bytes\n", total);
            return 0;
        }
    return 99;
}
