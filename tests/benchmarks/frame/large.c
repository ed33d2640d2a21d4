/* SPDX-License-Identifier: MIT */
#include "traffic.h"

#define X16 "xxxxxxxxxxxxxxxx"
#define X64 X16 X16 X16 X16
#define X256 X64 X64 X64 X64
#define LINE_64 "abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz abcdefgh\r\n"
#define ZEROS_8 "\0\0\0\0\0\0\0\0"
#define MIB_OF_256 4096
#define MIB_OF_64 16384

const struct traffic large_traffic[] = {
    {"http1",
     "body with a length",
     {{0}},
     {CLIENT_SAYS("GET / HTTP/1.1\r\n\r\n"), SERVER_SAYS("HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n"),
      SERVER_REPEATS(X256, MIB_OF_256)}},
    {"http1",
     "body in chunks of 256",
     {{0}},
     {CLIENT_SAYS("GET / HTTP/1.1\r\n\r\n"), SERVER_SAYS("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
      SERVER_REPEATS("100\r\n" X256 "\r\n", MIB_OF_256), SERVER_SAYS("0\r\n\r\n")}},
    {"postgres",
     "rows of 64",
     POSTGRES_OPENING,
     {CLIENT_SAYS("Q\0\0\0\x08"
                  "all\0"),
      SERVER_REPEATS("D\0\0\0\x3f\0\2\0\0\0\4"
                     "1234\0\0\0\x2d" X16 X16 "0123456789abc",
                     MIB_OF_64),
      SERVER_SAYS("C\0\0\0\x11SELECT 16384\0Z\0\0\0\5I")}},
    {"http2",
     "DATA frames of 256",
     HTTP2_OPENING,
     {CLIENT_SAYS("\0\0\6\1\5\0\0\0\1\x82\x86\x41\x01x\xbf"), SERVER_SAYS("\0\0\1\1\4\0\0\0\1\x88"),
      SERVER_REPEATS("\0\1\0\0\0\0\0\0\1" X256, MIB_OF_256), SERVER_SAYS("\0\0\0\0\1\0\0\0\1")}},
    {"mysql",
     "one row",
     MYSQL_OPENING,
     {CLIENT_SAYS("\4\0\0\0\3all"),
      SERVER_SAYS("\1\0\0\1\1\x34\0\0\2\3"
                  "def\4shop\x10pgbench_accounts\x08"
                  "accounts\x08"
                  "abalance\x0c\x3f\0\x0b\0\5\0\0\5\0\0\3\xfe\0\0\2\0"),
      SERVER_SAYS("\4\0\x10\4\xfd\0\0\x10"), SERVER_REPEATS(X256, MIB_OF_256), SERVER_SAYS("\5\0\0\5\xfe\0\0\2\0")}},
    {"fastcgi",
     "output in records of 256",
     {{0}},
     {CLIENT_SAYS("\1\1\0\1\0\x08\0\0\0\1\1\0\0\0\0\0\1\4\0\1\0\0\0\0\1\5\0\1\0\0\0\0"),
      SERVER_SAYS("\1\6\0\1\0\x13\0\0Status: 200 OK\r\n\r\nx"), SERVER_REPEATS("\1\6\0\1\1\0\0\0" X256, MIB_OF_256),
      SERVER_SAYS("\1\3\0\1\0\x08\0\0" ZEROS_8)}},
    {"dns",
     "zone transfer, messages of 4 KiB",
     {{0}},
     {CLIENT_SAYS("\0\x1d\x12\x34\1\0\0\1\0\0\0\0\0\0\7example\3org\0\0\xfc\0\1"),
      SERVER_SAYS("\x10\x0c\x12\x34\x84\0\0\0\0\0\0\0\0\0"), SERVER_REPEATS(X256, 16)}},
    {"redis",
     "string",
     {{0}},
     {CLIENT_SAYS("*2\r\n$3\r\nGET\r\n$7\r\nuser:42\r\n"), SERVER_SAYS("$1048576\r\n"),
      SERVER_REPEATS(X256, MIB_OF_256), SERVER_SAYS("\r\n")}},
    {"redis",
     "array of strings of 64",
     {{0}},
     {CLIENT_SAYS("*1\r\n$4\r\nKEYS\r\n"), SERVER_SAYS("*16384\r\n"), SERVER_REPEATS("$64\r\n" X64 "\r\n", MIB_OF_64)}},
    {"memcached",
     "value",
     {{0}},
     {CLIENT_SAYS("get user:42\r\n"), SERVER_SAYS("VALUE user:42 0 1048576\r\n"), SERVER_REPEATS(X256, MIB_OF_256),
      SERVER_SAYS("\r\nEND\r\n")}},
    {"smtp",
     "mail",
     SMTP_OPENING,
     {CLIENT_SAYS("DATA\r\n"), SERVER_SAYS("354 go on\r\n"), CLIENT_REPEATS(LINE_64, MIB_OF_64), CLIENT_SAYS(".\r\n"),
      SERVER_SAYS("250 ok\r\n")}},
    {"imap",
     "mail",
     IMAP_OPENING,
     {CLIENT_SAYS("a2 FETCH 1 (BODY[])\r\n"), SERVER_SAYS("* 1 FETCH (BODY[] {1048576}\r\n"),
      SERVER_REPEATS(LINE_64, MIB_OF_64), SERVER_SAYS(")\r\na2 OK Fetch completed.\r\n")}},
    {"pop3",
     "mail",
     POP3_OPENING,
     {CLIENT_SAYS("RETR 1\r\n"), SERVER_SAYS("+OK\r\n"), SERVER_REPEATS(LINE_64, MIB_OF_64), SERVER_SAYS(".\r\n")}},
    {"x11",
     "image",
     X11_OPENING,
     {CLIENT_SAYS("\x49\2\5\0" ZEROS_8 ZEROS_8), SERVER_SAYS("\1\0\1\0\0\0\4\0" ZEROS_8 ZEROS_8 ZEROS_8),
      SERVER_REPEATS(X256, MIB_OF_256)}},
    {0},
};
