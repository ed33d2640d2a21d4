/* SPDX-License-Identifier: MIT */
/* Name look-ups: the resolver's own sockets do not come through the wrappers. */
#include <netdb.h>
#include <string.h>

#include "observe.h"

BP_REAL(int, getaddrinfo, const char *, const char *, const struct addrinfo *, struct addrinfo **);

BP_EXPORT int getaddrinfo(const char *restrict node, const char *restrict service,
                          const struct addrinfo *restrict hints, struct addrinfo **restrict found)
{
    BP_RESOLVE(getaddrinfo);
    struct bp_call_facts facts = {.call = BP_CALL_getaddrinfo, .fd = -1, .text = node, .begin = bp_now()};
    int result = real_getaddrinfo(node, service, hints, found), error = errno;
    facts.result = result;
    facts.error = result == EAI_SYSTEM ? error : 0;
    facts.text_length = node ? strlen(node) : 0;
    if (bp_recording()) bp_record_call(&facts);
    errno = error;
    return result;
}
