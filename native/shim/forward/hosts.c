/* SPDX-License-Identifier: MIT */
/* The older name look-ups, and the way back from address to name. */
#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>

#include "observe.h"

BP_REAL(struct hostent *, gethostbyname, const char *);
BP_REAL(struct hostent *, gethostbyname2, const char *, int);
BP_REAL(int, gethostbyname_r, const char *, struct hostent *, char *, size_t, struct hostent **, int *);
BP_REAL(int, gethostbyname2_r, const char *, int, struct hostent *, char *, size_t, struct hostent **, int *);
BP_REAL(struct hostent *, gethostbyaddr, const void *, socklen_t, int);
BP_REAL(int, gethostbyaddr_r, const void *, socklen_t, int, struct hostent *, char *, size_t, struct hostent **, int *);
BP_REAL(int, getnameinfo, const struct sockaddr *, socklen_t, char *, socklen_t, char *, socklen_t, int);

#define LOOK_UP_BROKE (-1) /* NETDB_INTERNAL, for which not every libc has the name: errno tells */

/* Forwards and records a look-up; it has an errno where `told` says so. */
#define BP_LOOK_UP(name, string, call_expression, told)                                                                \
    ({                                                                                                                 \
        __typeof__(call_expression) bp_found;                                                                          \
        struct bp_call_facts facts = {.call = BP_CALL_##name, .fd = -1, .begin = bp_now()};                            \
        bp_found = (call_expression);                                                                                  \
        int error = errno;                                                                                             \
        facts.end = bp_now();                                                                                          \
        facts.result = (intptr_t)bp_found;                                                                             \
        facts.error = (told) ? error : 0;                                                                              \
        facts.text = (string);                                                                                         \
        facts.text_length = facts.text ? strlen(facts.text) : 0;                                                       \
        if (bp_recording()) bp_record_call(&facts);                                                                    \
        errno = error;                                                                                                 \
        bp_found;                                                                                                      \
    })

BP_EXPORT struct hostent *gethostbyname(const char *host)
{
    BP_RESOLVE(gethostbyname);
    return BP_LOOK_UP(gethostbyname, host, real_gethostbyname(host), !bp_found && h_errno == LOOK_UP_BROKE);
}

BP_EXPORT struct hostent *gethostbyname2(const char *host, int family)
{
    BP_RESOLVE(gethostbyname2);
    return BP_LOOK_UP(gethostbyname, host, real_gethostbyname2(host, family), !bp_found && h_errno == LOOK_UP_BROKE);
}

BP_EXPORT int gethostbyname_r(const char *restrict host, struct hostent *restrict room, char *restrict buffer,
                              size_t size, struct hostent **restrict found, int *restrict problem)
{
    BP_RESOLVE(gethostbyname_r);
    return BP_LOOK_UP(gethostbyname, host, real_gethostbyname_r(host, room, buffer, size, found, problem), false);
}

BP_EXPORT int gethostbyname2_r(const char *restrict host, int family, struct hostent *restrict room,
                               char *restrict buffer, size_t size, struct hostent **restrict found,
                               int *restrict problem)
{
    BP_RESOLVE(gethostbyname2_r);
    return BP_LOOK_UP(gethostbyname, host, real_gethostbyname2_r(host, family, room, buffer, size, found, problem),
                      false);
}

/* NULL where it is no address. */
static const char *text_of(const void *address, socklen_t length, int family, char text[INET6_ADDRSTRLEN])
{
    bool known = (family == AF_INET && length >= 4) || (family == AF_INET6 && length >= 16);
    return known ? inet_ntop(family, address, text, INET6_ADDRSTRLEN) : NULL;
}

BP_EXPORT struct hostent *gethostbyaddr(const void *address, socklen_t length, int family)
{
    BP_RESOLVE(gethostbyaddr);
    char text[INET6_ADDRSTRLEN];
    return BP_LOOK_UP(gethostbyaddr, text_of(address, length, family, text),
                      real_gethostbyaddr(address, length, family), !bp_found && h_errno == LOOK_UP_BROKE);
}

BP_EXPORT int gethostbyaddr_r(const void *restrict address, socklen_t length, int family, struct hostent *restrict room,
                              char *restrict buffer, size_t size, struct hostent **restrict found,
                              int *restrict problem)
{
    BP_RESOLVE(gethostbyaddr_r);
    char text[INET6_ADDRSTRLEN];
    return BP_LOOK_UP(gethostbyaddr, text_of(address, length, family, text),
                      real_gethostbyaddr_r(address, length, family, room, buffer, size, found, problem), false);
}

BP_EXPORT int getnameinfo(const struct sockaddr *restrict address, socklen_t length, char *restrict host,
                          socklen_t host_size, char *restrict service, socklen_t service_size, int flags)
{
    BP_RESOLVE(getnameinfo);
    return BP_LOOK_UP(getnameinfo, bp_found == 0 && host && host_size ? host : NULL,
                      real_getnameinfo(address, length, host, host_size, service, service_size, flags),
                      bp_found == EAI_SYSTEM);
}
