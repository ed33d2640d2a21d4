/* SPDX-License-Identifier: MIT */
/* HTTP/2 as real servers and clients hardly ever send it. Header blocks here: 0x82 :method GET, 0x84 :path /, 0x88
 * :status 200. */
#include <string.h>

#include "check.h"
#include "http2_script.h"

static struct script script;

static void ends_as(const char *name, const char *expected)
{
    script_expect(&script, name, expected);
}

/* One exchange takes 33..44 of the client's bytes and 9..29 of the server's. */
static void one_exchange(void)
{
    script_http2_started(&script);
    FRAME(&script, '>', HEADERS, WHOLE, 1, "\x82\x84");
    FRAME(&script, '<', HEADERS, END_HEADERS, 1, "\x88");
    FRAME(&script, '<', DATA, END_STREAM, 1, "a");
}

static void streams(void)
{
    one_exchange();
    ends_as("one exchange", ">REQUEST 33..44 #1 of 11\n<RESPONSE 9..29 #1 of 20\n");
    script_http2_started(&script);
    FRAME(&script, '>', HEADERS, END_HEADERS, 1, "\x83\x84");
    FRAME(&script, '>', HEADERS, WHOLE, 3, "\x82\x84");
    FRAME(&script, '>', DATA, 0, 1, "abc");
    FRAME(&script, '<', HEADERS, END_HEADERS, 3, "\x88");
    FRAME(&script, '>', DATA, END_STREAM, 1, "");
    FRAME(&script, '<', HEADERS, WHOLE, 1, "\x89");
    FRAME(&script, '<', DATA, END_STREAM, 3, "ab");
    ends_as("streams that interleave", ">REQUEST 33..76 #1 of 32\n>REQUEST 44..55 #3 of 11\n<RESPONSE 9..40 #3 of "
                                       "21\n<RESPONSE 19..29 #1 of 10\n");
    script_http2_started(&script);
    FRAME(&script, '>', HEADERS, END_HEADERS, 1, "\x83\x84");
    FRAME(&script, '>', DATA, 0, 1, "abc");
    FRAME(&script, '>', HEADERS, WHOLE, 1, "\x00\x01t\x01v");
    FRAME(&script, '<', HEADERS, END_HEADERS, 1,
          "\x48\x03"
          "103");
    FRAME(&script, '<', HEADERS, END_HEADERS, 1, "\x88");
    FRAME(&script, '<', HEADERS, WHOLE, 1, "\x00\x01t\x01v");
    ends_as("trailers and an interim answer", ">REQUEST 33..70 #1 of 37\n<RESPONSE 9..47 #1 of 38\n");
    script_http2_started(&script);
    FRAME(&script, '>', HEADERS, END_HEADERS, 1, "\x83\x84");
    SERVER(&script, "");
    CLIENT(&script, "");
    ends_as("the end of the connection", ">REQUEST 33..44 #1 of 11 OPEN\n");
}

static void resets(void)
{
    script_http2_started(&script);
    FRAME(&script, '>', HEADERS, WHOLE, 1, "\x82\x84");
    FRAME(&script, '>', HEADERS, END_HEADERS, 3, "\x83\x84");
    FRAME(&script, '<', HEADERS, END_HEADERS, 1, "\x88");
    FRAME(&script, '<', RST_STREAM, 0, 1, "\0\0\0\2");
    FRAME(&script, '>', RST_STREAM, 0, 3, "\0\0\0\x8");
    ends_as("both sides give up", ">REQUEST 33..44 #1 of 11\n>REQUEST 44..68 #3 of 24 BROKEN\n<RESPONSE 9..32 #1 of 23 "
                                  "BROKEN\n");
}

static void blocks(void)
{
    script_http2_started(&script);
    FRAME(&script, '>', HEADERS, END_STREAM, 1, "\x82\x00");
    FRAME(&script, '>', CONTINUATION, 0, 1, "\x01");
    FRAME(&script, '>', CONTINUATION, 0, 1, "");
    FRAME(&script, '>', CONTINUATION, END_HEADERS, 1, "n\x01v");
    ends_as("a block in four frames, cut within a field", ">REQUEST 33..75 #1 of 42\n");
    script_http2_started(&script);
    FRAME(&script, '>', HEADERS, WHOLE | PADDED | WITH_PRIORITY, 1, "\3\0\0\0\0\xff\x82\x84xyz");
    FRAME(&script, '<', HEADERS, END_HEADERS | PADDED, 1, "\0\x88");
    FRAME(&script, '<', DATA, END_STREAM | PADDED, 1, "\2a\0\0");
    ends_as("padding and priority", ">REQUEST 33..53 #1 of 20\n<RESPONSE 9..33 #1 of 24\n");
    script_http2_started(&script);
    FRAME(&script, '>', HEADERS, WHOLE, 1, "\x82\x84");
    FRAME(&script, '<', PUSH_PROMISE, PADDED, 1, "\1\0\0\0\2\x82*");
    FRAME(&script, '<', CONTINUATION, END_HEADERS, 1, "\x84");
    FRAME(&script, '<', HEADERS, WHOLE, 2, "\x88");
    FRAME(&script, '<', HEADERS, WHOLE, 1, "\x88");
    ends_as("a pushed answer", ">REQUEST 33..44 #1 of 11\n<NOTICE 9..35\n<RESPONSE 35..45 #2 of 10\n<RESPONSE 45..55 "
                               "#1 of 10\n");
}

/* Frames that are nobody's, between and behind. */
static void others(void)
{
    script_http2_started(&script);
    FRAME(&script, '<', SETTINGS_FRAME, 1, 0, "");
    FRAME(&script, '>', WINDOW_UPDATE, 0, 0, "\0\0\1\0");
    FRAME(&script, '>', PRIORITY, 0, 7, "\0\0\0\0\1");
    FRAME(&script, '>', HEADERS, WHOLE, 9, "\x82\x84");
    FRAME(&script, '<', PING, 0, 0, "12345678");
    FRAME(&script, '<', 0xa, 0, 0, "anything");
    FRAME(&script, '<', HEADERS, WHOLE, 9, "\x88");
    FRAME(&script, '<', GOAWAY, 0, 0, "\0\0\0\x9\0\0\0\0bye");
    ends_as("frames that are nobody's", ">REQUEST 60..71 #9 of 11\n<RESPONSE 52..62 #9 of 10\n");
}

static void refuses(const char *name, uint8_t type, uint8_t flags, uint32_t stream, const char *payload, size_t count)
{
    one_exchange();
    script_frame(&script, '>', type, flags, stream, payload, count);
    ends_as(name, ">REQUEST 33..44 #1 of 11\n<RESPONSE 9..29 #1 of 20\nunframed\n");
}
#define REFUSES(name, type, flags, stream, payload) refuses(name, type, flags, stream, payload, sizeof(payload) - 1)

static void nonsense(void)
{
    REFUSES("headers of no stream", HEADERS, WHOLE, 0, "\x82");
    REFUSES("headers of a server's stream", HEADERS, WHOLE, 2, "\x82");
    REFUSES("data of a stream that has not begun", DATA, 0, 3, "a");
    REFUSES("a promise of a client", PUSH_PROMISE, END_HEADERS, 1, "\0\0\0\2\x82");
    REFUSES("a continuation of nothing", CONTINUATION, END_HEADERS, 1, "\x82");
    REFUSES("settings of a stream", SETTINGS_FRAME, 0, 1, "");
    REFUSES("settings of five bytes", SETTINGS_FRAME, 0, 0, "12345");
    REFUSES("a ping of seven bytes", PING, 0, 0, "1234567");
    REFUSES("a reset of three bytes", RST_STREAM, 0, 1, "123");
    script_begin(&script);
    CLIENT(&script, PREFACE);
    FRAME(&script, '>', HEADERS, WHOLE, 1, "\x82");
    ends_as("no settings first", "unframed\n");
}

static void breaks(const char *name, uint8_t flags, const char *block, size_t count, size_t end)
{
    char expected[128];
    script_http2_started(&script);
    script_frame(&script, '>', HEADERS, flags, 1, block, count);
    FRAME(&script, '>', DATA, END_STREAM, 1, "behind");
    snprintf(expected, sizeof expected, ">REQUEST 33..%zu #1 of %zu BROKEN\nunframed\n", end, end - 33);
    ends_as(name, expected);
}
#define BREAKS(name, flags, block, end) breaks(name, flags, block, sizeof(block) - 1, end)

/* The message ends with the byte that showed it. */
static void broken_blocks(void)
{
    BREAKS("an index of 0", END_HEADERS, "\x82\x80\x84", 44);
    BREAKS("a number without end", END_HEADERS, "\xff\xff\xff\xff\xff\xff\xff", 47);
    BREAKS("a block that ends in a field", END_HEADERS, "\x82\x04\x05/ab", 48);
    BREAKS("another frame in a block", 0, "\x82", 52);
    BREAKS("more padding than there is", END_HEADERS | PADDED, "\x04\x82\x84", 43);
    BREAKS("no room for a priority", END_HEADERS | WITH_PRIORITY, "\x82\x84", 42);
    BREAKS("filling that is too long", END_HEADERS, "\x00\x82\xff\xff\x01v", 46);
    BREAKS("the code's end within a string", END_HEADERS, "\x00\x85\xff\xff\xff\xff\xff\x01v", 48);
}

static void upgrades(void)
{
    script_begin(&script);
    CLIENT(&script, "POST / HTTP/1.1\r\nUpgrade: x, H2C\r\nContent-Length: 2\r\n\r\nok"); /* 57 */
    SERVER(&script, "HTTP/1.1 101 S\r\nUpgrade: h2c\r\n\r\n" SETTINGS);                   /* 32 + 9 */
    FRAME(&script, '<', HEADERS, WHOLE, 1, "\x88");
    CLIENT(&script, PREFACE SETTINGS);
    FRAME(&script, '>', HEADERS, WHOLE, 3, "\x82");
    FRAME(&script, '<', HEADERS, WHOLE, 3, "\x88");
    ends_as("an upgrade", ">REQUEST 0..57\n>REQUEST 90..100 #3 of 10\n<NOTICE 0..32\n<RESPONSE 41..51 #1 of "
                          "10\n<RESPONSE 51..61 #3 of 10\n");
    script_begin(&script);
    CLIENT(&script, "GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n"); /* 32 */
    SERVER(&script, "HTTP/1.1 204 No\r\n\r\n");
    CLIENT(&script, "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
    SERVER(&script, "HTTP/1.1 101 S\r\n\r\n\x81\5hello");
    ends_as("one declined, then another protocol", ">REQUEST 0..32\n>REQUEST 32..70\n<RESPONSE 0..19\n<RESPONSE "
                                                   "19..37\nunframed\n");
    script_begin(&script);
    script.hint = BP_PROTOCOL_HTTP1;
    CLIENT(&script, PREFACE SETTINGS);
    SERVER(&script, SETTINGS);
    FRAME(&script, '>', HEADERS, WHOLE, 1, "\x82\x84");
    ends_as("a map that says HTTP/1", ">REQUEST 33..44 #1 of 11\n");
    script_begin(&script);
    SERVER(&script, SETTINGS);
    CLIENT(&script, PREFACE SETTINGS);
    FRAME(&script, '>', HEADERS, WHOLE, 1, "\x82\x84");
    ends_as("a server that speaks first", ">REQUEST 33..44 #1 of 11\n");
}

void http2_tests(void)
{
    streams();
    resets();
    blocks();
    others();
    nonsense();
    broken_blocks();
    upgrades();
}
