/* SPDX-License-Identifier: MIT */
/* The services map: lines of `name port/transport alias ... # comment`, as in services(5). */
#include <string.h>
#include <strings.h>

#include "frame.h"

static const struct {
    uint16_t protocol;
    const char *services; /* parted by blanks */
} known[] = {
#define BP_PROTOCOL(number, NAME, name, services) {number, services},
#include "../../wire/protocols.def"
};

struct word {
    const char *begin;
    size_t length;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* The next word of *rest, which shrinks; length 0 at the line's end. */
static struct word next_word(struct word *rest)
{
    while (rest->length && is_blank(*rest->begin))
        rest->begin++, rest->length--;
    struct word word = {rest->begin, 0};
    while (word.length < rest->length && !is_blank(word.begin[word.length]))
        word.length++;
    rest->begin += word.length;
    rest->length -= word.length;
    return word;
}

uint16_t bp_protocol_named(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct word rest = {known[i].services, strlen(known[i].services)};
        for (struct word word; (word = next_word(&rest)).length;)
            if (word.length == length && strncasecmp(word.begin, name, length) == 0) return known[i].protocol;
    }
    return BP_PROTOCOL_NONE;
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
    const char *comment = memchr(line.begin, '#', line.length);
    if (comment) line.length = (size_t)(comment - line.begin);
    struct word name = next_word(&line);
    if (name.length == 0) return true;
    uint16_t *ports;
    uint32_t port;
    if (!read_port(services, next_word(&line), &ports, &port)) return false;
    if (!ports) return true;
    if (forget) ports[port] = BP_PROTOCOL_NONE;
    for (; !forget && name.length; name = next_word(&line)) {
        uint16_t protocol = bp_protocol_named(name.begin, name.length);
        if (protocol) ports[port] = protocol;
    }
    return true;
}

static size_t add_lines(struct bp_services *services, const char *text, size_t length, bool forget)
{
    size_t bad = 0;
    while (length) {
        const char *feed = memchr(text, '\n', length);
        size_t line = feed ? (size_t)(feed - text) : length;
        bad += !add_line(services, (struct word){text, line}, forget);
        size_t step = line + (feed != NULL);
        text += step;
        length -= step;
    }
    return bad;
}

/* Two passes, so that a file overrides earlier files, yet a port's framed name wins over its other names in the same
 * file. */
size_t bp_services_add(struct bp_services *services, const char *text, size_t length)
{
    add_lines(services, text, length, true);
    return add_lines(services, text, length, false);
}
