/* SPDX-License-Identifier: MIT */
/* DNS messages in datagrams and behind lengths, where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

#define HEADER(id, flags, questions) id flags "\0" questions "\0\0\0\0\0\0"
#define QUESTION "\3www\7example\3org\0\0\1\0\1"
#define QUERY HEADER("\x12\x34", "\1\0", "\1") QUESTION /* 33 bytes */
#define ANSWER_OF(id) id "\x81\x83\0\1\0\0\0\1\0\0" QUESTION

static struct script script;

static void stream(void)
{
    script_begin(&script);
    CLIENT(&script, "\0\x21" QUERY);
    CLIENT(&script, "\0\x21" HEADER("\x56\x78", "\1\0", "\1") QUESTION);
    SERVER(&script, "\0\x21" ANSWER_OF("\x56\x78"));
    SERVER(&script, "\0\x21" ANSWER_OF("\x12\x34"));
    script_expect(&script, "answers out of order",
                  ">REQUEST 0..35 #70196 of 35\n>REQUEST 35..70 #87672 of 35\n"
                  "<RESPONSE 0..35 #87672 of 35\n<RESPONSE 35..70 #70196 of 35\n");
}

static void nonsense(void)
{
    script_begin(&script);
    CLIENT(&script, "\0\x21" QUERY);
    CLIENT(&script, "\0\x05hello");
    CLIENT(&script, "whatever comes behind it");
    script_expect(&script, "a message shorter than its header", ">REQUEST 0..35 #70196 of 35\nunframed\n");
    script_begin(&script);
    CLIENT(&script, "\0\x21" QUERY);
    CLIENT(&script, "\0\x0e" HEADER("\0\0", "\1\0", "\1") "\xc0\x0c");
    CLIENT(&script, "\0\x21" QUERY);
    script_expect(&script, "a compressed question",
                  ">REQUEST 0..35 #70196 of 35\n>REQUEST 35..51 #65536 of 16\n>REQUEST 51..86 #70196 of 35\n");
}

/* What a datagram is; NULL nobody's. */
static void datagram(uint16_t hint, const char *bytes, size_t count, uint8_t type, const char *expected)
{
    struct bp_datagram_found found;
    uint8_t text[BP_DATAGRAM_ROOM], *exact = malloc(count);
    memcpy(exact, bytes, count);
    size_t look = count < BP_DATAGRAM_LOOK ? count : BP_DATAGRAM_LOOK;
    bool known = bp_frame_datagram(hint, exact, look, count, BP_TEXT_DEFAULT, true, text, &found);
    free(exact);
    CHECK(known == (expected != NULL), "%d for %s", known, expected ? expected : "nobody's");
    if (!expected) return;
    CHECK(found.type == type && found.protocol == BP_PROTOCOL_DNS, "type %u", found.type);
    CHECK(found.text_length == strlen(expected) && memcmp(text, expected, found.text_length) == 0, "%.*s is not %s",
          (int)found.text_length, (const char *)text, expected);
}
#define DATAGRAM(hint, bytes, type, expected) datagram(hint, bytes, sizeof(bytes) - 1, BP_MESSAGE_##type, expected)
#define NOBODYS(hint, bytes) datagram(hint, bytes, sizeof(bytes) - 1, 0, NULL)

static void unannounced(void)
{
    DATAGRAM(0, QUERY, REQUEST, "Q\twww.example.org\tA\tIN\trd\n");
    DATAGRAM(0, HEADER("ab", "\1\x20", "\1") "\0\0\2\0\1", REQUEST, "Q\t.\tNS\tIN\trd ad\n");
    DATAGRAM(0, HEADER("ab", "\x24\0", "\1") QUESTION, REQUEST, "Q\twww.example.org\tA\tIN\tnotify aa\n");
    NOBODYS(0, ANSWER_OF("\x12\x34"));
    NOBODYS(0, QUERY "x");
    NOBODYS(0, HEADER("ab", "\1\0", "\2") QUESTION);
    NOBODYS(0, HEADER("ab", "\1\0", "\1") "\3www\7example\3org\0\0\1\0\7");
    NOBODYS(0, HEADER("ab", "\1\0", "\1") "\3www");
    NOBODYS(0, "hello");
    NOBODYS(0, "");
}

static void announced(void)
{
    DATAGRAM(BP_PROTOCOL_DNS, ANSWER_OF("\x12\x34"), RESPONSE, "R\twww.example.org\tA\tIN\trd ra\tNXDOMAIN\t0/1/0\n");
    DATAGRAM(BP_PROTOCOL_DNS, HEADER("ab", "\1\0", "\1") "\3a.b\2\\\1\0\xff\1\xff\1", REQUEST,
             "Q\ta\\.b.\\\\\\001\tTYPE65281\tCLASS65281\trd\n");
    DATAGRAM(BP_PROTOCOL_DNS, HEADER("ab", "\x81\5", "\0"), RESPONSE, "R\t\t\t\trd\tREFUSED\t0/0/0\n");
    DATAGRAM(BP_PROTOCOL_DNS, HEADER("ab", "\1\0", "\1") "\3ww", REQUEST, "Q\tww\t\t\trd\n");
    NOBODYS(BP_PROTOCOL_DNS, "hello");
    NOBODYS(BP_PROTOCOL_DNS, "HTTP/1.1 200 OK\r\n");
    NOBODYS(BP_PROTOCOL_HTTP1, "GET / HTTP/1.1\r\n\r\n");
}

/* The longest name there is, no byte of which stands for itself. */
static void longest(void)
{
    uint8_t query[12 + 255 + 4] = {'a', 'b', 1, 0, 0, 1};
    for (int i = 0; i < 4; i++) {
        size_t at = 12 + 64 * (size_t)i, length = i < 3 ? 63 : 61;
        query[at] = (uint8_t)length;
        memset(query + at + 1, 0xff, length);
    }
    query[sizeof query - 3] = query[sizeof query - 1] = 1;
    char expected[4 * 255 + 64] = "Q\t";
    for (int i = 0; i < 3 * 63 + 61; i++)
        strcat(strcat(expected, i && i % 63 == 0 ? "." : ""), "\\255");
    strcat(expected, "\tA\tIN\trd\n");
    datagram(BP_PROTOCOL_NONE, (const char *)query, sizeof query, BP_MESSAGE_REQUEST, expected);
}

void dns_tests(void)
{
    stream();
    nonsense();
    unannounced();
    announced();
    longest();
}
