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

static void record(bool on)
{
    char path[512];
    uint32_t off = !on;
    snprintf(path, sizeof path, "%s/switch.%u", getenv("LIBBTRACE_SPOOL"), geteuid());
    int word = demand(open(path, O_WRONLY), path);
    demand((int)write(word, &off, sizeof off), "write");
    close(word);
}

/* Recording is switched off in between: the program gets all that was held, and nothing is cut: where a message begins
 * is not known, for nothing was answered. */
static void by_switch(void)
{
    char bytes[4096] = "";
    got(read(ends[1], bytes, sizeof bytes), bytes);
    record(false);
    struct pollfd end = {.fd = ends[1], .events = POLLIN};
    while (total < ALL) {
        printf("poll %d: ", poll(&end, 1, -1));
        got(read(ends[1], bytes, sizeof bytes), bytes);
    }
    record(true);
    send_all();
    got(read(ends[1], bytes, sizeof bytes), bytes);
}

static void answer(void)
{
    char bytes[4096];
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    demand((int)send(ends[1], text, sizeof text - 1, 0), "send");
    demand((int)recv(ends[0], bytes, sizeof text - 1, MSG_WAITALL), "recv");
}

/* An exchange goes by while nothing is recorded; the next request begins where an answer was the last to move, so it is
 * told apart again. */
static void by_resume(void)
{
    char bytes[4096] = "";
    while (total < ALL)
        got(read(ends[1], bytes, sizeof bytes), bytes);
    answer();
    record(false);
    send_all();
    while (total < 2 * ALL)
        total += (size_t)read(ends[1], bytes, sizeof bytes);
    answer();
    record(true);
    send_all();
    while (total < 3 * ALL)
        got(read(ends[1], bytes, sizeof bytes), bytes);
    answer();
}

RUN({"splice", by_splice}, {"shutdown", by_shutdown}, {"switch", by_switch}, {"resume", by_resume})
