/* SPDX-License-Identifier: MIT */
#include "traffic.h"

#define ZEROS_8 "\0\0\0\0\0\0\0\0"

#define APACHE_GET                                                                                                     \
    "GET /index.html HTTP/1.0\r\nConnection: Keep-Alive\r\nHost: 127.0.0.1:8080\r\n"                                   \
    "User-Agent: ApacheBench/2.3\r\nAccept: */*\r\n\r\n"
#define APACHE_ANSWER                                                                                                  \
    "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 09:37:15 GMT\r\nServer: Apache/2.4 (Debian)\r\n"                        \
    "Last-Modified: Mon, 23 Nov 2026 09:36:50 GMT\r\nETag: \"f-660ee555bf2e2\"\r\nAccept-Ranges: bytes\r\n"            \
    "Content-Length: 15\r\nContent-Type: text/html\r\n\r\n<h1>Hello</h1>\n"
#define BROWSER_GET                                                                                                    \
    "GET /search?q=border HTTP/1.1\r\nHost: www.example.org\r\nConnection: keep-alive\r\n"                             \
    "Cache-Control: max-age=0\r\nUpgrade-Insecure-Requests: 1\r\n"                                                     \
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "             \
    "Safari/537.36\r\nAccept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"                     \
    "Accept-Encoding: gzip, deflate, br\r\nAccept-Language: en-US,en;q=0.9\r\n"                                        \
    "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark; consent=yes\r\n\r\n"
#define BROWSER_ANSWER                                                                                                 \
    "HTTP/1.1 200 OK\r\nSet-Cookie: session=0123456789abcdef; Path=/; HttpOnly\r\n"                                    \
    "Transfer-Encoding: chunked\r\n\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n"
#define POSTGRES_ROW                                                                                                   \
    "T\0\0\0\x21\0\1abalance\0\0\0\x40\1\0\3\0\0\0\x17\0\4\xff\xff\xff\xff\0\0D\0\0\0\x0b\0\1\0\0\0\1"                 \
    "0C\0\0\0\x0dSELECT 1\0Z\0\0\0\5I"

const struct traffic small_traffic[] = {
    {"http1",
     "shortest",
     {{0}},
     {CLIENT_SAYS("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), SERVER_SAYS("HTTP/1.1 204 No\r\n\r\n")}},
    {"http1", "GET, as ab and Apache, keep-alive", {{0}}, {CLIENT_SAYS(APACHE_GET), SERVER_SAYS(APACHE_ANSWER)}},
    {"http1", "GET, as a browser, with cookies", {{0}}, {CLIENT_SAYS(BROWSER_GET), SERVER_SAYS(BROWSER_ANSWER)}},
    {"postgres",
     "simple query and row",
     POSTGRES_OPENING,
     {CLIENT_SAYS("Q\0\0\0\x44SELECT abalance FROM pgbench_accounts WHERE aid = 12345 /* 7 */\0"),
      SERVER_SAYS(POSTGRES_ROW)}},
    {"postgres",
     "prepared statement and row",
     POSTGRES_OPENING,
     {CLIENT_SAYS("B\0\0\0\x19\0P0_1\0\0\0\0\1\0\0\0\5"
                  "12345\0\0D\0\0\0\6P\0E\0\0\0\x09\0\0\0\0\0S\0\0\0\4"),
      SERVER_SAYS("2\0\0\0\4" POSTGRES_ROW)}},
    {"http2",
     "GET, headers by index",
     HTTP2_OPENING,
     {CLIENT_SAYS("\0\0\6\1\5\0\0\0\1\x82\x86\x41\x01x\xbf"),
      SERVER_SAYS("\0\0\6\1\4\0\0\0\1\x88\xc0\xbf\xbe\x5c\0\0\0\x0f\0\1\0\0\0\1<h1>Hello</h1>\n")}},
    {"mysql",
     "query and row",
     MYSQL_OPENING,
     {CLIENT_SAYS("\x45\0\0\0\3SELECT abalance FROM pgbench_accounts WHERE aid = 12345 /* page 7 */"),
      SERVER_SAYS("\1\0\0\1\1\x34\0\0\2\3"
                  "def\4shop\x10pgbench_accounts\x08"
                  "accounts\x08"
                  "abalance\x0c\x3f\0\x0b\0\5\0\0\5\0\0\3\xfe\0\0\2\0\2\0\0\4\1"
                  "0\5\0\0\5\xfe\0\0\2\0")}},
    {"fastcgi",
     "request and answer",
     {{0}},
     {CLIENT_SAYS("\1\1\0\1\0\x08\0\0\0\1\1\0\0\0\0\0\1\4\0\1\0\x5d\3\0"
                  "\x0f\x0dSCRIPT_FILENAME/www/page.php\x0e\3REQUEST_METHODGET\x0b\x10REQUEST_URI/page.php?tag=17"
                  "\x09\4HTTP_HOSTshop\0\0\0\1\4\0\1\0\0\0\0\1\5\0\1\0\0\0\0"),
      SERVER_SAYS("\1\6\0\1\0\x30\0\0Status: 200 OK\r\nContent-Type: text/html\r\n\r\nHello"
                  "\1\3\0\1\0\x08\0\0\0\0\0\0\0\0\0\0")}},
    {"dns",
     "question and answer over TCP",
     {{0}},
     {CLIENT_SAYS("\0\x21\x12\x34\1\0\0\1\0\0\0\0\0\0\3www\7example\3org\0\0\1\0\1"),
      SERVER_SAYS("\0\x31\x12\x34\x81\x80\0\1\0\1\0\0\0\0\3www\7example\3org\0\0\1\0\1"
                  "\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4\xc0\0\2\1")}},
    {"redis", "GET", {{0}}, {CLIENT_SAYS("*2\r\n$3\r\nGET\r\n$7\r\nuser:42\r\n"), SERVER_SAYS("$8\r\nabcdefgh\r\n")}},
    {"redis",
     "SET",
     {{0}},
     {CLIENT_SAYS("*3\r\n$3\r\nSET\r\n$7\r\nuser:42\r\n$8\r\nabcdefgh\r\n"), SERVER_SAYS("+OK\r\n")}},
    {"memcached",
     "get",
     {{0}},
     {CLIENT_SAYS("get user:42\r\n"), SERVER_SAYS("VALUE user:42 0 8\r\nabcdefgh\r\nEND\r\n")}},
    {"smtp",
     "MAIL FROM",
     SMTP_OPENING,
     {CLIENT_SAYS("MAIL FROM:<user@example.org>\r\n"), SERVER_SAYS("250 2.1.0 Ok\r\n")}},
    {"imap",
     "FETCH of flags",
     IMAP_OPENING,
     {CLIENT_SAYS("a2 FETCH 1 (FLAGS)\r\n"), SERVER_SAYS("* 1 FETCH (FLAGS (\\Seen))\r\na2 OK Fetch completed.\r\n")}},
    {"pop3", "STAT", POP3_OPENING, {CLIENT_SAYS("STAT\r\n"), SERVER_SAYS("+OK 2 320\r\n")}},
    {"x11",
     "InternAtom",
     X11_OPENING,
     {CLIENT_SAYS("\x10\0\4\0\7\0\0\0WM_NAME\0"), SERVER_SAYS("\1\0\1\0\0\0\0\0" ZEROS_8 ZEROS_8 ZEROS_8)}},
    {0},
};
