/* SPDX-License-Identifier: MIT */
/* Private protocols: how they are declared, and what becomes of their lines and lengths. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;
static struct bp_services services;

static size_t declare(const char *text)
{
    memset(&services, 0, sizeof services);
    return bp_services_declare(&services, text, strlen(text));
}

static void begin(const char *declaration)
{
    size_t bad = declare(declaration);
    CHECK(bad == 0 && services.declared_count == 1, "%s: %zu bad lines", declaration, bad);
    script_begin(&script);
    script.declared = &services.declared[0];
    script.hint = script.declared->protocol;
}

static void declarations(void)
{
    size_t bad =
        declare("# mine\nperl line\n\tfeed length offset=2 size=3 order=little adjust=-5 keep=7 # odd\r\nold LINE "
                "End=CRLF greeting=yes\n\nraw line end=nul keep=0");
    CHECK(bad == 0 && services.declared_count == 4, "%zu bad lines, %u protocols", bad, services.declared_count);
    const struct bp_private *perl = &services.declared[0], *feed = perl + 1, *old = perl + 2, *raw = perl + 3;
    CHECK(strcmp(perl->name, "perl") == 0 && perl->end == BP_LINE_LF && !perl->keeps && !perl->greeting, "perl");
    CHECK(feed->protocol == BP_PROTOCOL_LENGTH && feed->offset == 2 && feed->size == 3 && feed->little, "feed");
    CHECK(feed->adjust == -5 && feed->keeps && feed->keep == 7, "feed");
    CHECK(old->protocol == BP_PROTOCOL_LINE && old->end == BP_LINE_CRLF && old->greeting, "old");
    CHECK(raw->end == BP_LINE_NUL && raw->keeps && raw->keep == 0, "raw");
    const char *wrong[] = {"perl",
                           "perl words",
                           "perl line end=cr",
                           "perl line end",
                           "perl line size=4",
                           "perl line keep=",
                           "perl line keep=-1",
                           "perl line keep=1048577",
                           "perl line greeting=maybe",
                           "feed length size=0",
                           "feed length size=9",
                           "feed length size=4x",
                           "feed length offset=65",
                           "feed length adjust=1025",
                           "feed length adjust=-",
                           "feed length adjust=99999999999999999999",
                           "feed length end=lf",
                           "a-name-of-thirty-two-bytes-or-more line"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        CHECK(declare(wrong[i]) == 1 && services.declared_count == 0, "%s is accepted", wrong[i]);
}

static void ports(void)
{
    declare("perl line\nhttp line\nperl length");
    const char text[] = "perl 4000/tcp\nmine 4001/tcp Perl\nwww 80/tcp http\nwww2 81/tcp https\nlf 4002/tcp line\n";
    CHECK(bp_services_add(&services, text, strlen(text)) == 0, "bad lines");
    CHECK(services.tcp[4000] == (BP_PROTOCOL_LENGTH | 3 << BP_SERVICE_DECLARED), "%x", services.tcp[4000]);
    CHECK(services.tcp[4001] == services.tcp[4000], "%x", services.tcp[4001]);
    CHECK(services.tcp[80] == (BP_PROTOCOL_LINE | 2 << BP_SERVICE_DECLARED), "%x", services.tcp[80]);
    CHECK(services.tcp[81] == BP_PROTOCOL_HTTP1 && services.tcp[4002] == BP_PROTOCOL_LINE, "%x", services.tcp[81]);
    char many[8192] = "";
    for (size_t i = 0; i <= BP_PRIVATE_MOST; i++)
        snprintf(many + strlen(many), sizeof many - strlen(many), "p%zu line\n", i);
    CHECK(declare(many) == 1 && services.declared_count == BP_PRIVATE_MOST, "more than there is room for");
}

static void line_ends(void)
{
    begin("perl line");
    CLIENT(&script, "GET a\nPUT\r\n\r\r\n\nquit");
    SERVER(&script, "OK 1\r\nno\nwell, yes\nSECRET\nmore\nagain\n");
    script_add(&script, '>', "", 0);
    script_expect_texts(
        &script, "lines",
        ">REQUEST 0..6 REDACTED\n    |perl\tGET ?\\\n>REQUEST 6..11\n    |perl\tPUT\\\n"
        ">REQUEST 11..14 REDACTED\n    |perl\t?\\\n>REQUEST 14..15\n    |perl\t\\\n>REQUEST 15..19\n"
        "    |perl\tquit\\\n<RESPONSE 0..6 REDACTED\n    |perl\tOK ?\\\n<RESPONSE 6..9\n    |perl\tno\\\n"
        "<RESPONSE 9..19 REDACTED\n    |perl\twell?\\\n<RESPONSE 19..26\n    |perl\tSECRET\\\n"
        "<RESPONSE 26..31\n    |perl\tmore\\\n<NOTICE 31..37\n    |perl\tagain\\\n");
    begin("old line end=crlf keep=100");
    CLIENT(&script, "a\nb\rc\r\r\n\r\n");
    script_expect_texts(&script, "lines that end with CR LF",
                        ">REQUEST 0..8\n    |old\ta\\nb\\rc\\r\\\n>REQUEST 8..10\n    |old\t\\\n");
    begin("raw line end=nul keep=3");
    CLIENT(&script, "a\r\n\0\0abcd\n\0");
    script_expect_texts(&script, "lines that end with NUL",
                        ">REQUEST 0..4\n    |raw\ta\\r\\n\\\n>REQUEST 4..5\n    |raw\t\\\n"
                        ">REQUEST 5..11 REDACTED\n    |raw\tabc?\\\n");
}

static void what_is_kept(void)
{
    begin("perl line keep=0");
    CLIENT(&script, "GET\n");
    script_expect_texts(&script, "nothing", ">REQUEST 0..4 REDACTED\n    |perl\t?\\\n");
    begin("perl line");
    CLIENT(&script, "0123456789abcdefg\n");
    script_expect_texts(&script, "a long word", ">REQUEST 0..18 REDACTED\n    |perl\t0123456789abcdef?\\\n");
    begin("perl line");
    script.keep_values = true;
    script.text_limit = 9;
    CLIENT(&script, "GET\ta\nGET a\nGETS\n");
    script_expect_texts(&script, "a limit",
                        ">REQUEST 0..6 CUT\n    |perl\tGET\\\\\n>REQUEST 6..12 CUT\n    |perl\tGET \\\n"
                        ">REQUEST 12..17\n    |perl\tGETS\\\n");
}

static void greetings(void)
{
    begin("chat line greeting=yes");
    script.roles = true;
    CLIENT(&script, "hello\n");
    SERVER(&script, "welcome\nhi\nnews\n");
    script_expect_texts(&script, "a greeting",
                        ">REQUEST 0..6\n    |chat\thello\\\n<NOTICE 0..8\n    |chat\twelcome\\\n<RESPONSE 8..11\n"
                        "    |chat\thi\\\n<NOTICE 11..16\n    |chat\tnews\\\n");
    begin("chat line");
    script.roles = true;
    SERVER(&script, "welcome\n");
    CLIENT(&script, "hello\n");
    SERVER(&script, "hi\n");
    script_expect_texts(&script, "who was called speaks first",
                        ">REQUEST 0..6\n    |chat\thello\\\n<NOTICE 0..8\n    |chat\twelcome\\\n"
                        "<RESPONSE 8..11\n    |chat\thi\\\n");
}

static void lengths(void)
{
    begin("feed length");
    CLIENT(&script, "\0\0\0\3GET\0\0\0\0\0\0\0\6ab cde");
    SERVER(&script, "\0\0\0\2\1\2");
    script_expect_texts(&script, "four bytes",
                        ">REQUEST 0..7\n    |feed\tGET\\\n>REQUEST 7..11\n    |feed\t\\\n>REQUEST 11..21 REDACTED\n"
                        "    |feed\tab ?\\\n<RESPONSE 0..6 REDACTED\n    |feed\t?\\\n");
    begin("feed length offset=1 size=3 order=little adjust=-4 keep=4");
    CLIENT(&script, "Q\7\0\0abcX\4\0\0");
    script_expect_texts(&script, "a length that counts all",
                        ">REQUEST 0..7\n    |feed\tQabc\\\n>REQUEST 7..11\n    |feed\tX\\\n");
    begin("feed length size=1 adjust=1 keep=9");
    CLIENT(&script, "\1ab\0c");
    script_expect_texts(&script, "a byte that is not counted",
                        ">REQUEST 0..3\n    |feed\tab\\\n>REQUEST 3..5\n    |feed\tc\\\n");
}

static void no_lengths(void)
{
    begin("feed length adjust=-4");
    CLIENT(&script, "\0\0\0\4\0\0\0\3\0\0\0\4");
    script_expect_texts(&script, "a length less than itself",
                        ">REQUEST 0..4\n    |feed\t\\\n>REQUEST 4..8 BROKEN\nunframed\n");
    begin("feed length size=8");
    CLIENT(&script, "HTTP/1.1 200");
    script_expect_texts(&script, "what is no length", ">REQUEST 0..8 BROKEN\nunframed\n");
    begin("feed length");
    CLIENT(&script, "\0\0\0\5GET");
    script_add(&script, '>', "", 0);
    script_expect_texts(&script, "an end before it", ">REQUEST 0..7 BROKEN\n    |feed\tGET\\\n");
}

static void unseen(void)
{
    uint8_t text[512];
    struct bp_conversation conversation;
    bp_frame_start(&conversation, BP_PROTOCOL_LENGTH, BP_ROLE_CLIENT, BP_TEXT_DEFAULT, true);
    struct bp_piece head = bp_frame_next(&conversation, true, (const uint8_t *)"\0\0\0\12", 4, text, sizeof text);
    struct bp_piece body = bp_frame_next(&conversation, true, NULL, 20, text, sizeof text);
    CHECK(head.length == 4 && head.flags == BP_MESSAGE_BEGIN, "%zu bytes", head.length);
    CHECK(body.length == 10 && body.flags == BP_MESSAGE_END, "%zu bytes, flags %x", body.length, body.flags);
    bp_frame_next(&conversation, true, NULL, 10, text, sizeof text);
    CHECK(conversation.unframed, "a length that nobody saw");
}

void private_tests(void)
{
    declarations();
    ports();
    line_ends();
    what_is_kept();
    greetings();
    lengths();
    no_lengths();
    unseen();
}
