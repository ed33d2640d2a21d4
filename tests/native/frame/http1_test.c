/* SPDX-License-Identifier: MIT */
/* HTTP/1 as real servers and clients hardly ever send it. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

#define GET "GET / HTTP/1.1\r\nHost: a\r\n\r\n" /* 27 bytes */

static struct script script;

static void request_is(const char *name, const char *bytes, const char *expected)
{
    script_begin(&script);
    script_add(&script, '>', bytes, strlen(bytes));
    script_expect(&script, name, expected);
}

static void answer_is(const char *name, const char *request, const char *bytes, bool closes, const char *expected)
{
    script_begin(&script);
    script_add(&script, '>', request, strlen(request));
    script_add(&script, '<', bytes, strlen(bytes));
    if (closes) script_add(&script, '<', "", 0);
    script_expect(&script, name, expected);
}

static void line_ends(void)
{
    request_is("empty lines before a request", "GET / HTTP/1.0\r\n\r\n\r\n\n\nHEAD / HTTP/1.0\r\n\r\n",
               ">REQUEST 0..18\n>REQUEST 22..41\n");
    request_is("bare line feeds", "POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\nokGET / HTTP/1.1\n\n",
               ">REQUEST 0..45\n>REQUEST 45..61\n");
    request_is("CR without LF where the head ends", "GET / HTTP/1.1\r\nHost: a\r\n\rGET",
               ">REQUEST 0..27 BROKEN\nunframed\n");
    request_is("no header at all", "GET / HTTP/1.1\r\n\r\n", ">REQUEST 0..18\n");
}

/* A head of more than a block. */
#define LONG_POST "POST / HTTP/1.1\r\nUser-Agent: 0123456789012345678901234567890123456789012345678901234567890123\r\n"

static void long_heads(void)
{
    request_is("a length", LONG_POST "Content-Length: 5\r\n\r\nhello" GET, ">REQUEST 0..121\n>REQUEST 121..148\n");
    request_is("a folded length behind a header", LONG_POST "Content-Length: 1\r\n 2\r\n\r\n",
               ">REQUEST 0..118 BROKEN\nunframed\n");
    request_is("a length told twice", LONG_POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
               ">REQUEST 0..133 BROKEN\nunframed\n");
    request_is("a length with a letter", LONG_POST "Content-Length: 5x\r\n\r\n", ">REQUEST 0..115 BROKEN\nunframed\n");
    request_is("a length of nothing", LONG_POST "Content-Length: \r\n\r\n", ">REQUEST 0..113 BROKEN\nunframed\n");
    request_is("a length behind a tab", LONG_POST "Content-Length:\t2 \r\n\r\nok" GET,
               ">REQUEST 0..119\n>REQUEST 119..146\n");
}

static void headers(void)
{
    request_is("names in any case", "POST / HTTP/1.1\r\ncOnTeNt-LeNgTh:5\r\n\r\nhello" GET,
               ">REQUEST 0..42\n>REQUEST 42..69\n");
    request_is("blanks around a length", "POST / HTTP/1.1\r\nContent-Length: \t 5 \t\r\n\r\nhello" GET,
               ">REQUEST 0..47\n>REQUEST 47..74\n");
    request_is("a folded header", "GET / HTTP/1.1\r\nX: a\r\n b\r\n\tc\r\nContent-Length: 0\r\n\r\n" GET,
               ">REQUEST 0..51\n>REQUEST 51..78\n");
    request_is("a folded length", "GET / HTTP/1.1\r\nContent-Length: 1\r\n 2\r\n\r\n",
               ">REQUEST 0..39 BROKEN\nunframed\n");
    request_is("a fold before any header", "GET / HTTP/1.1\r\n folded: 1\r\n\r\n", ">REQUEST 0..28 BROKEN\nunframed\n");
    request_is("a header without colon", "GET / HTTP/1.1\r\nnothing\r\n more\r\n\r\n", ">REQUEST 0..34\n");
    request_is("a blank before the colon", "GET / HTTP/1.1\r\nContent-Length : 3\r\n\r\n",
               ">REQUEST 0..36 BROKEN\nunframed\n");
    request_is("a header without name", "GET / HTTP/1.1\r\n: 3\r\n\r\n", ">REQUEST 0..21 BROKEN\nunframed\n");
    request_is("no version", "GET /\r\n\r\n", ">REQUEST 0..7 BROKEN\nunframed\n");
    request_is("another version", "GET / HTTP/2.0\r\n\r\n", ">REQUEST 0..16 BROKEN\nunframed\n");
    request_is("blanks around the target", "GET   /   HTTP/1.1\r\n\r\n", ">REQUEST 0..22\n");
    request_is("blanks behind the version", "GET / HTTP/1.1  \r\n\r\n", ">REQUEST 0..20\n");
    request_is("a version of two digits", "GET / HTTP/1.10\r\n\r\n", ">REQUEST 0..19\n");
    request_is("a version of three digits", "GET / HTTP/1.100\r\n\r\n", ">REQUEST 0..18 BROKEN\nunframed\n");
    request_is("a long target with blanks", "GET /a b c d e f g h i j k l m n o p q r s t u v HTTP/1.1\r\n\r\n",
               ">REQUEST 0..61\n");
}

static void lengths(void)
{
    request_is("a length twice", "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
               ">REQUEST 0..55 BROKEN\nunframed\n");
    request_is("two lengths in one", "POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\nabc",
               ">REQUEST 0..39 BROKEN\nunframed\n");
    request_is("an empty length", "POST / HTTP/1.1\r\nContent-Length:\r\n\r\nabc", ">REQUEST 0..34 BROKEN\nunframed\n");
    request_is("a negative length", "POST / HTTP/1.1\r\nContent-Length: -3\r\n\r\nabc",
               ">REQUEST 0..37 BROKEN\nunframed\n");
    request_is("a length beyond sense", "POST / HTTP/1.1\r\nContent-Length: 1000000000000000000\r\n\r\nabc",
               ">REQUEST 0..54 BROKEN\nunframed\n");
    request_is("a length and chunks",
               "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
               ">REQUEST 0..71\n");
    request_is("a body that is cut off", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", ">REQUEST 0..40\n");
}

#define CHUNKED "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" /* 47 bytes */

static void chunks(void)
{
    request_is("chunks with extensions and trailers",
               CHUNKED "3;a=\"b\"\r\nabc\r\n0A \r\n0123456789\r\n00;last\r\nT: 1\r\nCookie: x\r\n\r\n" GET,
               ">REQUEST 0..106\n>REQUEST 106..133\n");
    request_is("chunks with bare line feeds", CHUNKED "3\nabc\n0\n\n" GET, ">REQUEST 0..56\n>REQUEST 56..83\n");
    request_is("chunk sizes in hex", CHUNKED "a\r\n0123456789\r\nB\r\n0123456789a\r\n0\r\n\r\n" GET,
               ">REQUEST 0..83\n>REQUEST 83..110\n");
    request_is("no chunk size", CHUNKED ";\r\n", ">REQUEST 0..48 BROKEN\nunframed\n");
    request_is("no hex digit", CHUNKED "1g\r\n", ">REQUEST 0..49 BROKEN\nunframed\n");
    request_is("a chunk beyond sense", CHUNKED "1000000000000000\r\n", ">REQUEST 0..63 BROKEN\nunframed\n");
    request_is("chunk sizes that begin with zeros", CHUNKED "00000000000000000001\r\na\r\n0\r\n\r\n",
               ">REQUEST 0..77\n");
    request_is("no line end behind a chunk", CHUNKED "1\r\nab", ">REQUEST 0..52 BROKEN\nunframed\n");
    request_is("CR and no LF behind a chunk", CHUNKED "1\r\na\rb", ">REQUEST 0..53 BROKEN\nunframed\n");
    request_is("chunked under another coding",
               "POST / HTTP/1.1\r\nTransfer-Encoding: gzip , Chunked\r\n\r\n0\r\n\r\n" GET,
               ">REQUEST 0..59\n>REQUEST 59..86\n");
    request_is("codings on two lines",
               "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET,
               ">REQUEST 0..77\n>REQUEST 77..104\n");
    request_is("chunked not last", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
               ">REQUEST 0..51 BROKEN\nunframed\n");
    request_is("a coding that is not chunked", "POST / HTTP/1.1\r\nTransfer-Encoding: chunkedx\r\n\r\n",
               ">REQUEST 0..48 BROKEN\nunframed\n");
}

static void responses(void)
{
    answer_is("no reason", GET, "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", false,
              ">REQUEST 0..27\n<RESPONSE 0..35\n");
    answer_is(
        "204 and 304 have no body", GET GET GET,
        "HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\nHTTP/1.1 304 No\r\nTransfer-Encoding: chunked\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        false,
        ">REQUEST 0..27\n>REQUEST 27..54\n>REQUEST 54..81\n<RESPONSE 0..38\n<RESPONSE 38..85\n<RESPONSE 85..125\n");
    answer_is(
        "several interim answers", GET,
        "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 103 Early\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        false, ">REQUEST 0..27\n<NOTICE 0..18\n<NOTICE 18..52\n<RESPONSE 52..90\n");
    answer_is("ended by the connection", GET, "HTTP/1.1 200 OK\r\n\r\nall of this", true,
              ">REQUEST 0..27\n<RESPONSE 0..30\n");
    answer_is("a coding without chunks is ended by the connection", GET,
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx", true, ">REQUEST 0..27\n<RESPONSE 0..45\n");
    answer_is("cut off in the body", GET, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nall", true,
              ">REQUEST 0..27\n<RESPONSE 0..41 BROKEN\n");
    answer_is("cut off in the head", GET, "HTTP/1.1 200 OK\r\nContent", true,
              ">REQUEST 0..27\n<RESPONSE 0..24 BROKEN\n");
    answer_is("nothing that could be an answer", GET, "SSH-2.0-OpenSSH\r\n", true, ">REQUEST 0..27\nunframed\n");
    answer_is("unasked answer after an exchange", GET,
              "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 408 Late\r\nContent-Length: 0\r\n\r\n", true,
              ">REQUEST 0..27\n<RESPONSE 0..38\n<RESPONSE 38..78\n");
}

static void head_and_connect(void)
{
    answer_is(
        "HEAD among others", "HEAD / HTTP/1.1\r\n\r\n" GET "HEAD / HTTP/1.1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        true,
        ">REQUEST 0..19\n>REQUEST 19..46\n>REQUEST 46..65\n<RESPONSE 0..38\n<RESPONSE 38..78\n<RESPONSE 78..125\n");
    answer_is("a refused CONNECT", "CONNECT a:1 HTTP/1.1\r\n\r\n", "HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nno",
              false, ">REQUEST 0..24\n<RESPONSE 0..40\n");
    CLIENT(&script, "CONNECT a:1 HTTP/1.1\r\n\r\n");
    SERVER(&script, "HTTP/1.1 200 OK\r\n\r\n");
    CLIENT(&script, "\x16\x03\x01");
    SERVER(&script, "\x16\x03\x03");
    script_expect(&script, "CONNECT again",
                  ">REQUEST 0..24\n>REQUEST 24..48\n<RESPONSE 0..40\n<RESPONSE 40..59\nunframed\n");
    request_is("a tunnel that does not wait", "CONNECT a:1 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n",
               ">REQUEST 0..24\nunframed\n");
}

/* 64 answers may be outstanding with their kinds; as many as one likes when all are plain. */
static void deep_pipelines(void)
{
    script_begin(&script);
    for (int i = 0; i < 70; i++)
        CLIENT(&script, "GET / HTTP/1.0\r\n\r\n");
    char *messages = script_replay(&script, true, (struct split){0}, false);
    CHECK(strstr(messages, ">REQUEST 1242..1260\n") && !strstr(messages, "unframed"), "70 plain requests give\n%s",
          messages);
    free(messages);
    script_begin(&script);
    for (int i = 0; i < 64; i++)
        CLIENT(&script, "GET / HTTP/1.0\r\n\r\n");
    CLIENT(&script, "HEAD / HTTP/1.0\r\n\r\n");
    messages = script_replay(&script, true, (struct split){0}, false);
    CHECK(strstr(messages, ">REQUEST 1134..1152\nunframed\n"), "HEAD behind 64 requests gives\n%s", messages);
    free(messages);
}

static void huge_heads(void)
{
    static char head[1 << 21];
    struct bp_conversation conversation;
    static uint8_t text[BP_TEXT_MAX];
    memset(head, 'a', sizeof head);
    memcpy(head, "GET / HTTP/1.1\r\nX: ", 19);
    bp_frame_start(&conversation, BP_PROTOCOL_NONE, BP_ROLE_UNKNOWN, BP_TEXT_MAX, true);
    struct bp_piece piece = bp_frame_next(&conversation, false, (uint8_t *)head, sizeof head, text, sizeof text);
    CHECK(piece.length == 1 << 20 && (piece.flags & BP_MESSAGE_BROKEN) && conversation.unframed,
          "a head of 2 MiB: %zu, %x", piece.length, piece.flags);
}

/* sendfile and splice move bytes that the shim does not see. */
static void unseen_bytes(void)
{
    struct bp_conversation conversation;
    static uint8_t text[4096];
    const char *answers[] = {"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n",
                             "HTTP/1.1 200 OK\r\nA: b\r\n"};
    for (int i = 0; i < 3; i++) {
        bp_frame_start(&conversation, BP_PROTOCOL_NONE, BP_ROLE_UNKNOWN, 4096, true);
        bp_frame_next(&conversation, false, (const uint8_t *)GET, 27, text, sizeof text);
        bp_frame_next(&conversation, true, (const uint8_t *)answers[i], strlen(answers[i]), text, sizeof text);
        struct bp_piece first = bp_frame_next(&conversation, true, NULL, 60000, text, sizeof text);
        struct bp_piece second = bp_frame_next(&conversation, true, NULL, 60000, text, sizeof text);
        bool counted = second.length == 40000 && second.flags == BP_MESSAGE_END;
        bool open = second.length == 60000 && second.type == BP_MESSAGE_RESPONSE && second.flags == 0;
        bool broken = first.flags == (BP_MESSAGE_END | BP_MESSAGE_BROKEN) && conversation.unframed && second.type == 0;
        CHECK(i == 0   ? counted
              : i == 1 ? open
                       : broken,
              "unseen bytes behind %s: %zu %x, %zu %x", answers[i], first.length, first.flags, second.length,
              second.flags);
    }
    bp_frame_start(&conversation, BP_PROTOCOL_NONE, BP_ROLE_UNKNOWN, 4096, true);
    struct bp_piece piece = bp_frame_next(&conversation, true, NULL, 10, text, sizeof text);
    CHECK(piece.length == 10 && piece.type == 0 && conversation.unframed, "unseen bytes at first: %zu, type %u",
          piece.length, piece.type);
}

void http1_tests(void)
{
    line_ends();
    headers();
    long_heads();
    lengths();
    chunks();
    responses();
    head_and_connect();
    deep_pipelines();
    huge_heads();
    unseen_bytes();
}
