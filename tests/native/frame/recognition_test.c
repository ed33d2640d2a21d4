/* SPDX-License-Identifier: MIT */
/* Protocols are known by their first bytes; a services map helps, and a wrong one does no harm. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;

static void first_bytes(uint16_t hint, const char *bytes, size_t count, const char *expected)
{
    script_begin(&script);
    script.hint = hint;
    script_add(&script, '>', bytes, count);
    script_expect(&script, bytes, expected);
}
#define FIRST(hint, bytes, expected) first_bytes(hint, bytes, sizeof(bytes) - 1, expected)

static void without_map(void)
{
    FIRST(BP_PROTOCOL_NONE, "MKCALENDAR /a HTTP/1.1\r\n\r\n", ">REQUEST 0..26\n");
    FIRST(BP_PROTOCOL_NONE, "FROBNICATE /a HTTP/1.1\r\n\r\n", "unframed\n");
    FIRST(BP_PROTOCOL_NONE, "get /a HTTP/1.1\r\n\r\n", "unframed\n");
    FIRST(BP_PROTOCOL_NONE, "GET  /a HTTP/1.1\r\n\r\n", ">REQUEST 0..20\n");
    FIRST(BP_PROTOCOL_NONE, "GET                      /a HTTP/1.1\r\n\r\n", "unframed\n");
    FIRST(BP_PROTOCOL_NONE, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "");
    FIRST(BP_PROTOCOL_NONE, "PRI * HTTP/2.0\r\n\r\nSM\r\n\rx", "unframed\n");
    FIRST(BP_PROTOCOL_NONE, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET / HTTP/1.1\r\n\r\n", "unframed\n");
    FIRST(BP_PROTOCOL_NONE, "GE", "");
    FIRST(BP_PROTOCOL_NONE, "EHLO a\r\n", "unframed\n");
    FIRST(BP_PROTOCOL_NONE, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "unframed\n");
    FIRST(BP_PROTOCOL_NONE, "\0\0\0\x10\0\2\0\0user\0a\0\0", "unframed\n");
    FIRST(BP_PROTOCOL_NONE, "\0\0\0\x08\0\3\0\0", "unframed\n");
    FIRST(BP_PROTOCOL_NONE, "\0\0\0\x10\x04\xd2\x16\x2e\0\0\0\1\0\0\0\2", ">NOTICE 0..16\n");
    FIRST(BP_PROTOCOL_NONE, "\0\0\0\x09\0\3\0\0\0", ">REQUEST 0..9\n");
    FIRST(BP_PROTOCOL_NONE, "\0\1\0\0\0\1", "unframed\n");
}

static void with_map(void)
{
    FIRST(BP_PROTOCOL_HTTP1, "FROBNICATE /a HTTP/1.1\r\n\r\n", ">REQUEST 0..26\n");
    FIRST(BP_PROTOCOL_HTTP1, "ABCDEFGHIJKLMNOPQRSTU /a HTTP/1.1\r\n\r\n", "unframed\n");
    FIRST(BP_PROTOCOL_HTTP1, "\0\0\0\x09\0\3\0\0\0", ">REQUEST 0..9\n");
    FIRST(BP_PROTOCOL_POSTGRES, "GET / HTTP/1.1\r\n\r\n", ">REQUEST 0..18\n");
    FIRST(BP_PROTOCOL_POSTGRES, "EHLO a\r\n", "unframed\n");
}

/* A process may meet a connection when the request has passed: its first bytes are a response. */
static void response_first(void)
{
    script_begin(&script);
    SERVER(&script, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    CLIENT(&script, "GET / HTTP/1.1\r\n\r\n");
    SERVER(&script, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    script_expect(&script, "a response first", ">REQUEST 0..18\n<RESPONSE 0..40\n<RESPONSE 40..78\n");
    script_begin(&script);
    SERVER(&script, "220 mail ready\r\n");
    CLIENT(&script, "GET / HTTP/1.1\r\n\r\n");
    script_expect(&script, "a greeting first", "unframed\n");
}

/* Whoever asks is the client, whoever called connect. */
static void roles(void)
{
    for (int sent = 0; sent < 2; sent++) {
        struct bp_conversation conversation;
        uint8_t text[512];
        bp_frame_start(&conversation, BP_PROTOCOL_NONE, sent ? BP_ROLE_SERVER : BP_ROLE_CLIENT, 512, true);
        struct bp_piece piece =
            bp_frame_next(&conversation, sent, (const uint8_t *)"GET / HTTP/1.1\r\n\r\n", 18, text, sizeof text);
        CHECK(piece.type == BP_MESSAGE_REQUEST && piece.protocol == BP_PROTOCOL_HTTP1, "type %u", piece.type);
        CHECK(conversation.role == (sent ? BP_ROLE_CLIENT : BP_ROLE_SERVER), "role %u", conversation.role);
    }
}

/* What the map names is waited for while a message of another protocol goes by. */
static void known_late(void)
{
    script_begin(&script);
    script.hint = BP_PROTOCOL_DNS;
    CLIENT(&script, "PUT $\0\n\0");
    script_expect(&script, "a message shorter than what tells", ">REQUEST 0..8 BROKEN\nunframed\n");
}

void recognition_tests(void)
{
    known_late();
    without_map();
    with_map();
    response_first();
    roles();
}
