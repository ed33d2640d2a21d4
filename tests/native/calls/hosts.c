/* SPDX-License-Identifier: MIT */
/* Name look-ups that ask no server. */
#include "calls.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

static struct in_addr loopback;
static struct hostent room, *found;
static char buffer[4096];
static int problem;

static void looked_up(const char *call, bool failed, long result, int error, const char *text)
{
    expect(&(struct expected){call, failed, -1, result, error, 0, 0, text});
}

SNIPPET(getaddrinfo)
{
    struct addrinfo *list, hints = {.ai_flags = AI_NUMERICHOST};
    looked_up("getaddrinfo", false, getaddrinfo("127.0.0.1", NULL, &hints, &list), 0, "127.0.0.1");
    looked_up("getaddrinfo", true, getaddrinfo("no number", NULL, &hints, &list), 0, "no number");
}

#define BY_NAME(symbol, ...)                                                                                           \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        looked_up("gethostbyname", false, (long)symbol("127.0.0.1" __VA_ARGS__), 0, "127.0.0.1");                      \
        looked_up("gethostbyname", true, (long)symbol("::1:" __VA_ARGS__), 0, "::1:");                                 \
    }

BY_NAME(gethostbyname)
BY_NAME(gethostbyname2, , AF_INET)

#define BY_NAME_R(symbol, ...)                                                                                         \
    SNIPPET(symbol)                                                                                                    \
    {                                                                                                                  \
        int result = symbol("127.0.0.1", ##__VA_ARGS__, &room, buffer, sizeof buffer, &found, &problem);               \
        looked_up("gethostbyname", false, result, 0, "127.0.0.1");                                                     \
        result = symbol("127.0.0.1", ##__VA_ARGS__, &room, buffer, 1, &found, &problem);                               \
        looked_up("gethostbyname", true, result, 0, "127.0.0.1");                                                      \
    }

BY_NAME_R(gethostbyname_r)
BY_NAME_R(gethostbyname2_r, AF_INET)

SNIPPET(gethostbyaddr)
{
    loopback.s_addr = htonl(INADDR_LOOPBACK);
    looked_up("gethostbyaddr", false, (long)gethostbyaddr(&loopback, sizeof loopback, AF_INET), 0, "127.0.0.1");
    looked_up("gethostbyaddr", true, (long)gethostbyaddr(&loopback, 2, AF_INET), EAFNOSUPPORT, "");
}

SNIPPET(gethostbyaddr_r)
{
    loopback.s_addr = htonl(INADDR_LOOPBACK);
    int result = gethostbyaddr_r(&loopback, 4, AF_INET, &room, buffer, sizeof buffer, &found, &problem);
    looked_up("gethostbyaddr", false, result, 0, "127.0.0.1");
    result = gethostbyaddr_r(&loopback, 4, AF_INET, &room, buffer, 1, &found, &problem);
    looked_up("gethostbyaddr", true, result, 0, "127.0.0.1");
}

SNIPPET(getnameinfo)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char host[64] = "";
    int result = getnameinfo((struct sockaddr *)&name, sizeof name, host, sizeof host, NULL, 0, NI_NUMERICHOST);
    looked_up("getnameinfo", false, result, 0, "127.0.0.1");
    result = getnameinfo((struct sockaddr *)&name, 3, host, sizeof host, NULL, 0, NI_NUMERICHOST);
    looked_up("getnameinfo", true, result, 0, "");
}
