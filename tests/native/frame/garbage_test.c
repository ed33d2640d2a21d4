/* SPDX-License-Identifier: MIT */
/* Damaged recordings: whatever bytes come, every piece keeps its promises and splits change nothing. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;
static uint32_t seed;

static uint32_t next_random(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % below;
}

static void original(uint32_t kind)
{
    script_begin(&script);
    if (kind) {
        CLIENT(&script, "POST / HTTP/1.1\r\nCookie: a\r\nContent-Length: 3\r\n\r\nabcHEAD / HTTP/1.1\r\n\r\n");
        SERVER(&script,
               "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        CLIENT(&script, "PUT /x HTTP/1.1\r\ntransfer-encoding: gzip, "
                        "chunked\r\n\r\n1f\r\n0123456789012345678901234567890\r\n0\r\nT: x\r\n\r\n");
        SERVER(&script, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\n\r\nto the end");
        return;
    }
    script_postgres_started(&script);
    ASK(&script, 'P', "name\0select 'a', $1, $q$b$q$ -- c\n, E'd\\'e'\0\0\0");
    ASK(&script, 'B', "port\0stat\0\0\2\0\0\0\1\0\2\0\0\0\3a\tb\xff\xff\xff\xff\0\0");
    ASK(&script, 'S', "");
    ANSWER(&script, '1', "");
    ANSWER(&script, 'E', "SERROR\0VERROR\0C22003\0Mvalue \"99\" is bad\0\0");
    ANSWER(&script, 'Z', "E");
    ASK(&script, 'Q', "copy a from stdin\0");
    ANSWER(&script, 'G', "\0\0\0");
    ASK(&script, 'd', "1\n");
    ASK(&script, 'c', "");
    ANSWER(&script, 'N', "SNOTICE\0\0");
    ANSWER(&script, 'C', "COPY 1\0");
    ANSWER(&script, 'Z', "I");
}

static void damage(void)
{
    for (uint32_t count = 1 + next_random(4); count; count--) {
        uint8_t *byte = script.content + next_random((uint32_t)script.used);
        uint32_t other = next_random(2) ? next_random(256) : *byte ^ 1u << next_random(8);
        *byte = (uint8_t)other;
    }
}

static void same_when_split(uint32_t number)
{
    char *expected = script_replay(&script, number % 2, (struct split){0}, true);
    for (size_t i = 0; i < 6; i++) {
        struct split split =
            i < 2 ? (struct split){.step = i + 1, .room = 512} : (struct split){.seed = seed + (uint32_t)i};
        char *result = script_replay(&script, i % 2, split, true);
        CHECK(strcmp(result, expected) == 0, "damaged conversation %u, step %zu, seed %u gives\n%s\ninstead of\n%s",
              number, split.step, split.seed, result, expected);
        free(result);
    }
    free(expected);
}

void garbage_tests(void)
{
    seed = 20261123;
    for (uint32_t number = 0; number < 4000; number++) {
        original(number % 2);
        damage();
        script.hint = (uint16_t)next_random(3);
        script.keep_values = next_random(4) == 0;
        same_when_split(number);
    }
    puts("4000 damaged conversations");
}
