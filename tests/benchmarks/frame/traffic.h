/* SPDX-License-Identifier: MIT */
/* Traffic whose framing is measured: an exchange that a connection repeats, behind what opens it. */
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>

/* What one side says at a time: a text, or the same one many times over. The last of a row says nothing. */
struct part {
    const char *bytes;
    size_t count;
    bool client;
    size_t times;
};

#define PARTS_MAX 8

struct traffic {
    const char *protocol; /* its framer's name */
    const char *what;
    struct part opening[PARTS_MAX];
    struct part exchange[PARTS_MAX];
};

#define CLIENT_SAYS(text) CLIENT_REPEATS(text, 1)
#define SERVER_SAYS(text) SERVER_REPEATS(text, 1)
#define CLIENT_REPEATS(text, times)                                                                                    \
    {                                                                                                                  \
        text, sizeof(text) - 1, true, times                                                                            \
    }
#define SERVER_REPEATS(text, times)                                                                                    \
    {                                                                                                                  \
        text, sizeof(text) - 1, false, times                                                                           \
    }

/* Rows of a table, the last without a protocol. A protocol may have several or none. */
extern const struct traffic small_traffic[]; /* some ten or hundred bytes an exchange */
extern const struct traffic large_traffic[]; /* a mebibyte or so */

#define POSTGRES_OPENING                                                                                               \
    {                                                                                                                  \
        CLIENT_SAYS("\0\0\0\x09\0\3\0\0\0")                                                                            \
    }
#define MYSQL_OPENING                                                                                                  \
    {                                                                                                                  \
        CLIENT_SAYS("\x24\0\0\2\0\x82\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0web\0"),            \
            SERVER_SAYS("\7\0\0\3\0\0\0\2\0\0\0")                                                                      \
    }
#define HTTP2_OPENING                                                                                                  \
    {                                                                                                                  \
        CLIENT_SAYS("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"), SERVER_SAYS("\0\0\0\4\0\0\0\0\0")           \
    }
#define SMTP_OPENING                                                                                                   \
    {                                                                                                                  \
        SERVER_SAYS("220 mail ESMTP\r\n"), CLIENT_SAYS("EHLO a\r\n"), SERVER_SAYS("250 mail\r\n")                      \
    }
#define IMAP_OPENING                                                                                                   \
    {                                                                                                                  \
        SERVER_SAYS("* OK ready\r\n"), CLIENT_SAYS("a1 LOGIN user secret\r\n"), SERVER_SAYS("a1 OK done\r\n")          \
    }
#define POP3_OPENING                                                                                                   \
    {                                                                                                                  \
        SERVER_SAYS("+OK ready\r\n"), CLIENT_SAYS("USER me\r\n"), SERVER_SAYS("+OK\r\n"), CLIENT_SAYS("PASS x\r\n"),   \
            SERVER_SAYS("+OK\r\n")                                                                                     \
    }
#define X11_OPENING                                                                                                    \
    {                                                                                                                  \
        CLIENT_SAYS("l\0\x0b\0\0\0\0\0\0\0\0\0"), SERVER_SAYS("\1\0\x0b\0\0\0\1\0four")                                \
    }

#endif
