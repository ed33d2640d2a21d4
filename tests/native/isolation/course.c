/* SPDX-License-Identifier: MIT */
/* What else may befall a connection: splice, shutdown, tracing switched off. */
#include <poll.h>

#include "pipelined.h"

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

RUN({"splice", by_splice}, {"shutdown", by_shutdown}, {"switch", by_switch})
