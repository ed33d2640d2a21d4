/* SPDX-License-Identifier: MIT */
/* The services map: lines of `name port/transport alias ... # comment`, as in services(5). */
#include "frame.h"
#include "word.h"

static const struct {
    uint16_t protocol;
    const char *services; /* parted by blanks */
} known[] = {
#define BP_PROTOCOL(number, NAME, name, services) {number, services},
#include "../../wire/protocols.def"
};

uint16_t bp_protocol_named(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct word rest = {known[i].services, strlen(known[i].services)};
        for (struct word word; (word = next_word(&rest)).length;)
            if (word.length == length && strncasecmp(word.begin, name, length) == 0) return known[i].protocol;
    }
    return BP_PROTOCOL_NONE;
}

/* What the user declares goes before what the table knows, and what is declared last before the rest. */
static uint16_t service_named(const struct bp_services *services, struct word name)
{
    for (uint16_t i = services->declared_count; i > 0; i--)
        if (word_is(name, services->declared[i - 1].name))
            return (uint16_t)(services->declared[i - 1].protocol | i << BP_SERVICE_DECLARED);
    return bp_protocol_named(name.begin, name.length);
}

/* Reads `8080/tcp`. Transports that we do not know are well-formed and have no map (*ports NULL). */
static bool read_port(struct bp_services *services, struct word word, uint16_t **ports, uint32_t *port)
{
    size_t digits = 0;
    for (*port = 0; digits < word.length && word.begin[digits] >= '0' && word.begin[digits] <= '9'; digits++) {
        *port = *port * 10 + (uint32_t)(word.begin[digits] - '0');
        if (*port > 65535) return false;
    }
    if (digits == 0 || digits + 1 >= word.length || word.begin[digits] != '/') return false;
    const char *transport = word.begin + digits + 1;
    size_t length = word.length - digits - 1;
    *ports = length == 3 && strncasecmp(transport, "tcp", 3) == 0   ? services->tcp
             : length == 3 && strncasecmp(transport, "udp", 3) == 0 ? services->udp
                                                                    : NULL;
    return true;
}

/* Enters one line; with `forget` it only takes away what earlier files said of the port. False for a bad line. */
static bool add_line(struct bp_services *services, struct word line, bool forget)
{
    struct word name = next_word(&line);
    if (name.length == 0) return true;
    uint16_t *ports;
    uint32_t port;
    if (!read_port(services, next_word(&line), &ports, &port)) return false;
    if (!ports) return true;
    if (forget) ports[port] = BP_PROTOCOL_NONE;
    for (; !forget && name.length; name = next_word(&line)) {
        uint16_t protocol = service_named(services, name);
        if (protocol) ports[port] = protocol;
    }
    return true;
}

static size_t add_lines(struct bp_services *services, const char *text, size_t length, bool forget)
{
    struct word rest = {text, length}, line;
    size_t bad = 0;
    while (next_line(&rest, &line))
        bad += !add_line(services, line, forget);
    return bad;
}

/* Two passes, so that a file overrides earlier files, yet a port's framed name wins over its other names in the same
 * file. */
size_t bp_services_add(struct bp_services *services, const char *text, size_t length)
{
    add_lines(services, text, length, true);
    return add_lines(services, text, length, false);
}
