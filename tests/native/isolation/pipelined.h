/* SPDX-License-Identifier: MIT */
/* Three requests arrive in one segment. Each case receives them another way and prints what every call got. */
#ifndef PIPELINED_H
#define PIPELINED_H

#include <sys/ioctl.h>

#include "../io/io.h"

static const char one[] = "GET /one HTTP/1.1\r\nHost: a\r\n\r\n";                            /* 30 bytes */
static const char two[] = "POST /two HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"; /* 55 bytes */
static const char three[] = "GET /three HTTP/1.1\r\nHost: a\r\n\r\n";                        /* 32 bytes */
#define ALL (sizeof one + sizeof two + sizeof three - 3)

static int ends[2];
static size_t total;

static inline void send_all(void)
{
    char bytes[ALL + 1];
    snprintf(bytes, sizeof bytes, "%s%s%s", one, two, three);
    demand((int)send(ends[0], bytes, ALL, 0), "send");
    /* From here on everything is there. */
    for (int there = 0; there < (int)ALL;)
        demand(ioctl(ends[1], FIONREAD, &there), "FIONREAD");
}

/* One receiving call's result and the bytes' first word and last two. */
static inline void got(ssize_t count, const char *bytes)
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

struct way {
    const char *name;
    void (*run)(void);
};

/* Runs the case that the program was asked for. */
#define RUN(...)                                                                                                       \
    int main(int count, char **words)                                                                                  \
    {                                                                                                                  \
        static const struct way ways[] = {__VA_ARGS__};                                                                \
        connection(ends);                                                                                              \
        send_all();                                                                                                    \
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)                                                        \
            if (count == 2 && strcmp(words[1], ways[i].name) == 0) {                                                   \
                ways[i].run();                                                                                         \
                printf("%zu bytes\n", total);                                                                          \
                return 0;                                                                                              \
            }                                                                                                          \
        return 99;                                                                                                     \
    }

#endif
