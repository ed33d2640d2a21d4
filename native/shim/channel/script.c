/* SPDX-License-Identifier: MIT */
/*
 * A web server has started this program to answer a request, which stands in its environment (RFC 3875): the request is
 * recorded before the program begins, and what it writes to its standard output is the answer. A child of a script
 * looks the same from within; whoever reads the records knows who was first.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../record/record.h"
#include "message.h"

#define ENTRIES_MOST 512 /* of an environment; what lies behind them is not looked at */

static bool is_script(void)
{
    const char *interface = getenv("GATEWAY_INTERFACE");
    return interface && strncmp(interface, "CGI/", 4) == 0 && getenv("REQUEST_METHOD");
}

/* The entries with their NULs, and one NUL that ends them all. */
static int entries(struct iovec parts[static ENTRIES_MOST + 1])
{
    int count = 0;
    for (; count < ENTRIES_MOST && environ[count]; count++)
        parts[count] = (struct iovec){environ[count], strlen(environ[count]) + 1};
    parts[count] = (struct iovec){"", 1};
    return count + 1;
}

/* No read is cut at a border: behind the request comes what nobody has numbered. */
static void answer_on(struct bp_channel_state *output)
{
    output->role = BP_ROLE_SERVER;
    output->protocol = BP_PROTOCOL_CGI;
    output->whole = true;
    output->framed = output->kind == BP_CHANNEL_PIPE || output->kind == BP_CHANNEL_UNIX_STREAM;
}

/* Behind the constructor that reads the options. */
static __attribute__((constructor(103))) void begin_script(void)
{
    int error = errno;
    struct iovec parts[ENTRIES_MOST + 1];
    struct bp_channel_state *output = is_script() && bp_recording() ? bp_channel_of(STDOUT_FILENO) : NULL;
    if (output && output->kind != BP_CHANNEL_TCP) {
        answer_on(output);
        bp_message_bring(output, bp_now(), parts, entries(parts));
    }
    errno = error;
}
