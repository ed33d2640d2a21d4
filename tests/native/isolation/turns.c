/* SPDX-License-Identifier: MIT */
/* Many connections are readable at once and stay so. Prints how many one wait told of at most, and whether every
 * connection was told of before any had more than two turns. */
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>

#include "../io/io.h"

#define MANY 7

static int callers[MANY], served[MANY], turns[MANY], set;

/* Fills `ready` with the numbers of the connections that a wait tells of; how many. */
static int by_poll(int *ready)
{
    struct pollfd all[MANY];
    int count = 0;
    for (int i = 0; i < MANY; i++)
        all[i] = (struct pollfd){.fd = served[i], .events = POLLIN};
    int told = demand(poll(all, MANY, -1), "poll");
    for (int i = 0; i < MANY; i++)
        if (all[i].revents & POLLIN) ready[count++] = i;
    if (told != count) printf("poll says %d of %d\n", told, count);
    return count;
}

static int by_select(int *ready)
{
    fd_set reads;
    int count = 0;
    FD_ZERO(&reads);
    for (int i = 0; i < MANY; i++)
        FD_SET(served[i], &reads);
    int told = demand(select(served[MANY - 1] + 1, &reads, NULL, NULL, NULL), "select");
    for (int i = 0; i < MANY; i++)
        if (FD_ISSET(served[i], &reads)) ready[count++] = i;
    if (told != count) printf("select says %d of %d\n", told, count);
    return count;
}

static int by_epoll(int *ready)
{
    struct epoll_event events[MANY];
    int count = demand(epoll_wait(set, events, MANY, -1), "epoll_wait");
    for (int i = 0; i < count; i++)
        ready[i] = (int)events[i].data.u32;
    return count;
}

static void say(int i, const char *text)
{
    int length = (int)strlen(text), there = 0;
    demand((int)send(callers[i], text, (size_t)length, 0), "send");
    while (there < length)
        demand(ioctl(served[i], FIONREAD, &there), "FIONREAD");
}

static bool uneven(void)
{
    bool waiting = false, twice = false;
    for (int i = 0; i < MANY; i++) {
        waiting |= turns[i] == 0;
        twice |= turns[i] > 2;
    }
    return waiting && twice;
}

int main(int count, char **words)
{
    int (*wait)(int *) = NULL, ready[MANY], most = 0;
    bool starved = false;
    char bytes[4096];
    if (count != 3) return 99;
    const char *text = strcmp(words[2], "http") == 0 ? "GET /turn HTTP/1.1\r\nHost: a\r\n\r\n" : "tell me all you know";
    if (strcmp(words[1], "poll") == 0) wait = by_poll;
    if (strcmp(words[1], "select") == 0) wait = by_select;
    if (strcmp(words[1], "epoll") == 0) wait = by_epoll;
    set = demand(epoll_create1(0), "epoll_create1");
    for (int i = 0; i < MANY; i++) {
        int ends[2];
        connection(ends);
        callers[i] = ends[0];
        served[i] = ends[1];
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
        demand(epoll_ctl(set, EPOLL_CTL_ADD, served[i], &event), "epoll_ctl");
        say(i, text);
        demand((int)read(served[i], bytes, sizeof bytes), "read");
    }
    /* Every other connection has had two more messages read at once, of which a shim may hold back the second. */
    for (int i = 0; i < MANY; i++) {
        char twice[100];
        snprintf(twice, sizeof twice, "%s%s", text, text);
        if (i % 2) {
            say(i, twice);
            demand((int)read(served[i], bytes, sizeof bytes), "read");
        }
        say(i, text);
    }
    for (int round = 0; round < 3 * MANY; round++) {
        int told = wait(ready);
        most = told > most ? told : most;
        for (int i = 0; i < told; i++)
            turns[ready[i]]++;
        starved |= uneven();
    }
    printf("%d at most, %s\n", most, starved ? "starved" : "fair");
    return 0;
}
