/* SPDX-License-Identifier: MIT */
/* HTTP over stdio streams of a connection: lines, single characters, what is larger than a stream's buffer. */
#include "io.h"

#define LARGE 9000

static FILE *from_client, *to_client, *from_server, *to_server;

static FILE *stream(int fd, const char *mode)
{
    FILE *opened = fdopen(demand(dup(fd), "dup"), mode);
    if (!opened) demand(-1, "fdopen");
    return opened;
}

/* Lines up to the empty one. */
static void take_head(FILE *from)
{
    char line[200];
    while (fgets(line, sizeof line, from) && strcmp(line, "\r\n") != 0)
        fputs(line, stdout);
}

static void small(void)
{
    char body[5];
    fputs("GET /small HTTP/1.1\r\n", to_server);
    fputs("Host: here\r\n\r\n", to_server);
    SHOW(fflush(to_server));
    take_head(from_client);
    fprintf(to_client, "HTTP/1.1 %d OK\r\nContent-Length: %d\r\n\r\n", 200, 5);
    SHOW(fwrite("hello", 1, 5, to_client));
    SHOW(fflush(to_client));
    take_head(from_server);
    SHOW(fread(body, 1, sizeof body, from_server));
}

static void large(void)
{
    static char body[LARGE];
    long taken = 0;
    fprintf(to_server, "POST /large HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n", LARGE);
    SHOW(fwrite(body, 1, LARGE, to_server));
    SHOW(fflush(to_server));
    take_head(from_client);
    SHOW(fread(body, 1, LARGE, from_client));
    fprintf(to_client, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", LARGE);
    for (int i = 0; i < LARGE; i++)
        putc('a' + i % 26, to_client);
    SHOW(fflush(to_client));
    take_head(from_server);
    while (taken < LARGE && getc(from_server) != EOF)
        taken++;
    SHOW(taken);
}

int main(void)
{
    int ends[2];
    connection(ends);
    to_server = stream(ends[0], "w");
    from_server = stream(ends[0], "r");
    to_client = stream(ends[1], "w");
    from_client = stream(ends[1], "r");
    small();
    large();
    small();
    return 0;
}
