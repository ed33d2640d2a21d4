/* SPDX-License-Identifier: MIT */
/* uwsgi and SCGI where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;

static void expect_request(const char *name, const char *bytes, size_t count, uint16_t hint, const char *expected)
{
    script_begin(&script);
    script.hint = hint;
    script_add(&script, '>', bytes, count);
    script_expect(&script, name, expected);
}
#define REQUEST(name, bytes, hint, expected) expect_request(name, bytes, sizeof(bytes) - 1, hint, expected)

/* A uwsgi packet of pairs that are written with their sizes. */
static void packet(const char *pairs, size_t count)
{
    uint8_t bytes[4 + 4096] = {0, (uint8_t)count, (uint8_t)(count >> 8), 0};
    memcpy(bytes + 4, pairs, count);
    script_add(&script, '>', bytes, 4 + count);
}
#define PACKET(pairs) packet(pairs, sizeof(pairs) - 1)

/* The netstring of names and values, which begin with CONTENT_LENGTH. */
static void netstring(const char *pairs, size_t count)
{
    char bytes[4096];
    int head = snprintf(bytes, sizeof bytes, "%zu:", count);
    memcpy(bytes + head, pairs, count);
    bytes[(size_t)head + count] = ',';
    script_add(&script, '>', bytes, (size_t)head + count + 1);
}
#define NETSTRING(pairs) netstring(pairs, sizeof(pairs) - 1)

static void uwsgi_request(void)
{
    script_begin(&script);
    PACKET(
        "\x0e\0REQUEST_METHOD\4\0POST\x0e\0CONTENT_LENGTH\2\00012\x0b\0DB_PASSWORD\7\0secret!\x0b\0HTTP_COOKIE\4\0a=12"
        "\x0c\0QUERY_STRING\0\0");
    CLIENT(&script, "twelve bytes");
    SERVER(&script, "HTTP/1.1 404 Not Found\r\nSet-Cookie: a=1\r\nA: b\r\n\r\nbody");
    SERVER(&script, "HTTP/1.1 200 of the body");
    SERVER(&script, "");
    script_expect_texts(
        &script, "a request of uwsgi",
        ">REQUEST 0..115 REDACTED\n    |REQUEST_METHOD=POST\n    |CONTENT_LENGTH=12\n    |HTTP_COOKIE=?\n    "
        "|QUERY_STRING=\n<RESPONSE 0..77 REDACTED\n    |HTTP/1.1 404 Not Found\\r\n    |Set-Cookie: ?\n    |A: "
        "b\\r\n    |\\r\n");
    script.keep_values = true;
    script_expect_texts(
        &script, "the same, not redacted",
        ">REQUEST 0..115\n    |REQUEST_METHOD=POST\n    |CONTENT_LENGTH=12\n    |DB_PASSWORD=secret!\n    "
        "|HTTP_COOKIE=a=12\n    |QUERY_STRING=\n<RESPONSE 0..77\n    |HTTP/1.1 404 Not Found\\r\n    "
        "|Set-Cookie: a=1\\r\n    |A: b\\r\n    |\\r\n");
}

static void scgi_request(void)
{
    script_begin(&script);
    NETSTRING("CONTENT_LENGTH\0004\0SCGI\0001\0REQUEST_METHOD\0POST\0HTTP_AUTHORIZATION\0x\0REQUEST_URI\0/a\0"
              "HTTP_A_NAME_OF_MANY_MORE_LETTERS_THAN_ARE_READ\0x\0");
    CLIENT(&script, "four");
    SERVER(&script, "Status: 200 OK\r\n\r\nStatus: none");
    SERVER(&script, "");
    script_expect_texts(
        &script, "a request of SCGI",
        ">REQUEST 0..138 REDACTED\n    |CONTENT_LENGTH=4\n    |REQUEST_METHOD=POST\n    |HTTP_AUTHORIZATION=?\n  "
        "  |REQUEST_URI=/a\n<RESPONSE 0..30\n    |Status: 200 OK\\r\n    |\\r\n");
}

/* Wherever the room for text ends, the line's end has its place. */
static void long_values(void)
{
    static char bytes[2048] = "\x0b\0REQUEST_URI";
    for (size_t length = 480; length < 520; length++) {
        bytes[13] = (char)length;
        bytes[14] = (char)(length >> 8);
        memset(bytes + 15, 'a', length);
        script_begin(&script);
        packet(bytes, 15 + length);
        char *result = script_replay(&script, true, (struct split){.room = 512}, true);
        CHECK(strlen(result) > length && !strstr(result, "unframed"), "a value of %zu bytes gives\n%s", length, result);
        free(result);
    }
}

static void borders(void)
{
    script_begin(&script);
    PACKET("\x0e\0REQUEST_METHOD\3\0GET");
    PACKET("\x0e\0REQUEST_METHOD\3\0GET");
    script_expect(&script, "a second request", ">REQUEST 0..25\nunframed\n");
    script_begin(&script);
    PACKET("\x0e\0REQUEST_METHOD\3\0GET");
    SERVER(&script, "HTTP/1.1 200 OK");
    SERVER(&script, "");
    script_expect(&script, "an answer that is cut short", ">REQUEST 0..25\n<RESPONSE 0..15\n");
    script_begin(&script);
    NETSTRING("CONTENT_LENGTH\0009\0SCGI\0001\0");
    CLIENT(&script, "four");
    script_add(&script, '>', "", 0);
    script_expect(&script, "a body that is cut short", ">REQUEST 0..32 BROKEN\n");
}

static void nonsense(void)
{
    REQUEST("a value beyond the block", "\0\x15\0\0\x0e\0REQUEST_METHOD\4\0GETS", BP_PROTOCOL_NONE,
            ">REQUEST 0..22 BROKEN\nunframed\n");
    REQUEST("a block that ends in a name", "\0\x17\0\0\x0e\0REQUEST_METHOD\1\0G\4\0AB", BP_PROTOCOL_NONE,
            ">REQUEST 0..24 BROKEN\nunframed\n");
    REQUEST("a length that is none", "\0\x15\0\0\x0e\0CONTENT_LENGTH\3\0-12", BP_PROTOCOL_NONE,
            ">REQUEST 0..25 BROKEN\nunframed\n");
    REQUEST("a variable of nobody", "\0\x10\0\0\x09\0SOMETHING\3\0GET", BP_PROTOCOL_NONE, "unframed\n");
    REQUEST("a variable of nobody, by the services map", "\0\x10\0\0\x09\0SOMETHING\3\0GET", BP_PROTOCOL_UWSGI,
            ">REQUEST 0..20\n");
    REQUEST("two pings", "\x64\0\0\0\x64\0\0\0", BP_PROTOCOL_UWSGI, "unframed\n");
    REQUEST("a netstring of something else", "24:something else comes here,", BP_PROTOCOL_SCGI, "unframed\n");
    REQUEST("a netstring without its comma",
            "17:CONTENT_LENGTH\0"
            "0\0;",
            BP_PROTOCOL_NONE, ">REQUEST 0..21 BROKEN\nunframed\n");
    REQUEST("a netstring that ends in a value",
            "16:CONTENT_LENGTH\0"
            "0\0,",
            BP_PROTOCOL_NONE, ">REQUEST 0..19 BROKEN\nunframed\n");
    REQUEST("nine digits", "123456789:CONTENT_LENGTH\0", BP_PROTOCOL_NONE, "unframed\n");
}

void gateway_tests(void)
{
    uwsgi_request();
    scgi_request();
    long_values();
    borders();
    nonsense();
}
