/* SPDX-License-Identifier: MIT */
/*
 * What framing costs: ns a message and GB/s, per kind of traffic, in CPU time of one core. Each line is the median of
 * 9 rounds. make -C tests/native/frame bench
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../native/shim/frame/frame.h"

#define ROUNDS 9

struct traffic {
    const char *name;
    const char *opening; /* passed once, from client to server */
    size_t opening_size;
    const char *welcome; /* then once from server to client */
    size_t welcome_size;
    const char *client;
    size_t client_size;
    const char *server;
    size_t server_size;
    size_t chunk; /* bytes a call; 0 all */
    size_t repeat;
};

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static size_t messages;

static void pass(struct bp_conversation *conversation, bool sent, const char *bytes, size_t count, size_t chunk)
{
    static uint8_t text[16384];
    while (count) {
        size_t here = chunk && chunk < count ? chunk : count;
        struct bp_piece piece = bp_frame_next(conversation, sent, (const uint8_t *)bytes, here, text, sizeof text);
        messages += (piece.flags & BP_MESSAGE_END) != 0;
        bytes += piece.length;
        count -= piece.length;
    }
}

static double round_of(const struct traffic *traffic)
{
    struct bp_conversation conversation;
    bp_frame_start(&conversation, BP_PROTOCOL_NONE, BP_ROLE_UNKNOWN, BP_TEXT_DEFAULT, true);
    if (traffic->opening) pass(&conversation, false, traffic->opening, traffic->opening_size, 0);
    if (traffic->welcome) pass(&conversation, true, traffic->welcome, traffic->welcome_size, 0);
    messages = 0;
    uint64_t begin = now();
    for (size_t i = 0; i < traffic->repeat; i++) {
        pass(&conversation, false, traffic->client, traffic->client_size, traffic->chunk);
        pass(&conversation, true, traffic->server, traffic->server_size, traffic->chunk);
    }
    double elapsed = (double)(now() - begin);
    if (conversation.unframed) {
        fprintf(stderr, "%s: framing was given up\n", traffic->name);
        exit(1);
    }
    return elapsed;
}

static int compare(const void *left, const void *right)
{
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static void measure(const struct traffic *traffic)
{
    double rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++)
        rounds[i] = round_of(traffic);
    qsort(rounds, ROUNDS, sizeof *rounds, compare);
    double bytes = (double)(traffic->client_size + traffic->server_size) * (double)traffic->repeat;
    printf("%-44s %8.1f ns a message %8.2f GB/s\n", traffic->name, rounds[ROUNDS / 2] / (double)messages,
           bytes / rounds[ROUNDS / 2]);
}

#define PART(side, text) .side = text, .side##_size = sizeof(text) - 1
#define STARTED "\0\0\0\x09\0\3\0\0\0"

/* Bodies: HTTP with a length, PostgreSQL rows. */
static void measure_bodies(void)
{
    static char body[(1 << 20) + 64], rows[1 << 20];
    int head = sprintf(body, "HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n");
    memset(body + head, 'x', 1 << 20);
    struct traffic http = {.name = "HTTP answer of 1 MiB, 64 KiB a call",
                           PART(client, "GET / HTTP/1.1\r\n\r\n"),
                           .server = body,
                           .server_size = (size_t)head + (1 << 20),
                           .chunk = 65536,
                           .repeat = 2000};
    measure(&http);
    size_t size = 0;
    for (; size + 200 < sizeof rows; size += 64)
        memcpy(rows + size,
               "D\0\0\0\x3f\0\2\0\0\0\4"
               "1234"
               "\0\0\0\x2b",
               19);
    memcpy(rows + size, "C\0\0\0\x0fSELECT 999\0Z\0\0\0\5I", 22);
    struct traffic rows_of_64 = {.name = "PostgreSQL rows of 64 bytes, 8 KiB a call",
                                 PART(opening, STARTED),
                                 PART(client, "Q\0\0\0\x08"
                                              "all\0"),
                                 .server = rows,
                                 .server_size = size + 22,
                                 .chunk = 8192,
                                 .repeat = 200};
    measure(&rows_of_64);
}

int main(void)
{
    static const struct traffic kinds[] = {
        {.name = "HTTP GET and answer, as ab and Apache",
         .repeat = 200000,
         PART(client, "GET /index.html HTTP/1.0\r\nConnection: Keep-Alive\r\nHost: 127.0.0.1:8080\r\nUser-Agent: "
                      "ApacheBench/2.3\r\nAccept: */*\r\n\r\n"),
         PART(server, "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 09:37:15 GMT\r\nServer: Apache/2.4 "
                      "(Debian)\r\nLast-Modified: Mon, 23 Nov "
                      "2026 09:36:50 GMT\r\nETag: \"f-660ee555bf2e2\"\r\nAccept-Ranges: bytes\r\nContent-Length: "
                      "15\r\nContent-Type: "
                      "text/html\r\n\r\n<h1>Hello</h1>\n")},
        {.name = "HTTP, shortest",
         .repeat = 500000,
         PART(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
         PART(server, "HTTP/1.1 204 No\r\n\r\n")},
        {.name = "HTTP, as a browser, with cookies",
         .repeat = 100000,
         PART(client, "GET /search?q=border HTTP/1.1\r\nHost: www.example.org\r\nConnection: "
                      "keep-alive\r\nCache-Control: max-age=0\r\n"
                      "Upgrade-Insecure-Requests: 1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 "
                      "(KHTML, like Gecko) "
                      "Chrome/120.0.0.0 Safari/537.36\r\nAccept: "
                      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
                      "Accept-Encoding: gzip, deflate, br\r\nAccept-Language: en-US,en;q=0.9\r\nCookie: "
                      "session=0123456789abcdef0123456789abcdef; "
                      "theme=dark; consent=yes\r\n\r\n"),
         PART(server, "HTTP/1.1 200 OK\r\nSet-Cookie: session=0123456789abcdef; Path=/; HttpOnly\r\nTransfer-Encoding: "
                      "chunked\r\n\r\n"
                      "10\r\n0123456789abcdef\r\n0\r\n\r\n")},
        {.name = "HTTP/2 GET and answer, headers by index",
         .repeat = 200000,
         PART(opening, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"),
         PART(client, "\0\0\6\1\5\0\0\0\1\x82\x86\x41\x01x\xbf"),
         PART(server,
              "\0\0\0\4\0\0\0\0\0\0\0\6\1\4\0\0\0\1\x88\xc0\xbf\xbe\x5c\0\0\0\x0f\0\1\0\0\0\1<h1>Hello</h1>\n")},
        {.name = "PostgreSQL simple query and row",
         PART(opening, STARTED),
         .repeat = 200000,
         PART(client, "Q\0\0\0\x44SELECT abalance FROM pgbench_accounts WHERE aid = 12345 /* 7 */\0"),
         PART(server, "T\0\0\0\x21\0\1abalance\0\0\0\x40\1\0\3\0\0\0\x17\0\4\xff\xff\xff\xff\0\0D\0\0\0\x0b\0\1\0\0\0\1"
                      "0C\0\0\0\x0dSELECT 1\0"
                      "Z\0\0\0\5I")},
        {.name = "PostgreSQL prepared statement and row",
         PART(opening, STARTED),
         .repeat = 200000,
         PART(client, "B\0\0\0\x19\0P0_1\0\0\0\0\1\0\0\0\5"
                      "12345\0\0D\0\0\0\6P\0E\0\0\0\x09\0\0\0\0\0S\0\0\0\4"),
         PART(
             server,
             "2\0\0\0\4T\0\0\0\x21\0\1abalance\0\0\0\x40\1\0\3\0\0\0\x17\0\4\xff\xff\xff\xff\0\0D\0\0\0\x0b\0\1\0\0\0\1"
             "0C\0\0\0\x0d"
             "SELECT 1\0Z\0\0\0\5I")},
        {.name = "MySQL query and row",
         .repeat = 200000,
         PART(opening, "\x24\0\0\2\0\x82\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0web\0"),
         PART(welcome, "\7\0\0\3\0\0\0\2\0\0\0"),
         PART(client, "\x45\0\0\0\3SELECT abalance FROM pgbench_accounts WHERE aid = 12345 /* page 7 */"),
         PART(server, "\1\0\0\1\1\x34\0\0\2\3"
                      "def\4shop\x10pgbench_accounts\x08"
                      "accounts\x08"
                      "abalance\x0c\x3f\0\x0b\0\5\0\0"
                      "\5\0\0\3\xfe\0\0\2\0\2\0\0\4\1"
                      "0\5\0\0\5\xfe\0\0\2\0")},
        {.name = "FastCGI request and answer",
         .repeat = 200000,
         PART(client, "\1\1\0\1\0\x08\0\0\0\1\1\0\0\0\0\0"
                      "\1\4\0\1\0\x5d\3\0"
                      "\x0f\x0dSCRIPT_FILENAME/www/page.php\x0e\3REQUEST_METHODGET\x0b\x10REQUEST_URI/page.php?tag=17"
                      "\x09\4HTTP_HOSTshop\0\0\0"
                      "\1\4\0\1\0\0\0\0\1\5\0\1\0\0\0\0"),
         PART(server, "\1\6\0\1\0\x30\0\0"
                      "Status: 200 OK\r\nContent-Type: text/html\r\n\r\nHello"
                      "\1\3\0\1\0\x08\0\0\0\0\0\0\0\0\0\0")},
        {.name = "Redis SET and answer",
         .repeat = 500000,
         PART(client, "*3\r\n$3\r\nSET\r\n$7\r\nuser:42\r\n$8\r\nabcdefgh\r\n"),
         PART(server, "+OK\r\n")},
        {.name = "Redis GET and answer",
         .repeat = 500000,
         PART(client, "*2\r\n$3\r\nGET\r\n$7\r\nuser:42\r\n"),
         PART(server, "$8\r\nabcdefgh\r\n")},
        {.name = "DNS question and answer over TCP",
         .repeat = 200000,
         PART(client, "\0\x21\x12\x34\1\0\0\1\0\0\0\0\0\0\3www\7example\3org\0\0\1\0\1"),
         PART(server, "\0\x31\x12\x34\x81\x80\0\1\0\1\0\0\0\0\3www\7example\3org\0\0\1\0\1"
                      "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\1")},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        measure(&kinds[i]);
    measure_bodies();
    return 0;
}
