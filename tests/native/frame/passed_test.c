/* SPDX-License-Identifier: MIT */
/* A conversation goes on in another process, between two messages and nowhere else; what that process was told, true or
 * not, does no harm. */
#include <string.h>

#include "../../../native/shim/frame/frame.h"
#include "check.h"

static struct bp_conversation conversation;

/* The last piece that tells of a message. */
static struct bp_piece feed(bool sent, const char *bytes)
{
    uint8_t text[1024];
    struct bp_piece last = {0};
    for (size_t count = strlen(bytes); count > 0;) {
        struct bp_piece piece = bp_frame_next(&conversation, sent, (const uint8_t *)bytes, count, text, sizeof text);
        if (piece.type) last = piece;
        bytes += piece.length;
        count -= piece.length;
    }
    return last;
}

static void begin(uint16_t hint)
{
    bp_frame_start(&conversation, hint, BP_ROLE_UNKNOWN, 512, true);
}

static bool passes(void)
{
    struct bp_frame_passed passed;
    return bp_frame_pass(&conversation, &passed);
}

static void pass(uint16_t hint)
{
    struct bp_frame_passed passed;
    CHECK(bp_frame_pass(&conversation, &passed), "it can be passed on");
    begin(hint);
    CHECK(bp_frame_go_on(&conversation, &passed), "and goes on");
}

static void imap(void)
{
    begin(BP_PROTOCOL_IMAP);
    CHECK(!passes(), "before it is known");
    feed(true, "* OK ready\r\n");
    feed(false, "a CAPABILITY\r\n");
    feed(true, "* CAPABILITY IMAP4rev1\r\na OK\r\n");
    feed(false, "b AUTHENTICATE");
    CHECK(!passes(), "within a command");
    feed(false, " PLAIN\r\n");
    feed(true, "+ \r\n");
    pass(BP_PROTOCOL_IMAP);
    CHECK(conversation.role == BP_ROLE_SERVER && conversation.protocol == BP_PROTOCOL_IMAP, "role and protocol");
    CHECK(feed(false, "c2VjcmV0\r\n").type == BP_MESSAGE_NOTICE, "the secret is still one");
    struct bp_piece answer = feed(true, "* CAPABILITY IMAP4rev1\r\nb OK in\r\n");
    CHECK(answer.type == BP_MESSAGE_RESPONSE && answer.exchange == 2 && (answer.flags & BP_MESSAGE_END), "the answer");
    CHECK(feed(false, "c NOOP\r\n").exchange == 3, "the next command");
    CHECK(feed(true, "c OK\r\n").exchange == 3 && !conversation.unframed, "and its answer");
}

static void pop3(void)
{
    begin(BP_PROTOCOL_POP3);
    feed(true, "+OK ready\r\n");
    feed(false, "USER a\r\n");
    feed(true, "+OK\r\n");
    feed(false, "PASS b\r\nLIST\r\n");
    pass(BP_PROTOCOL_POP3);
    CHECK(feed(true, "+OK in\r\n").type == BP_MESSAGE_RESPONSE, "no greeting");
    struct bp_piece list = feed(true, "+OK\r\n1 20\r\n");
    CHECK(list.type == BP_MESSAGE_RESPONSE && !(list.flags & BP_MESSAGE_END), "a list that was asked for before");
    CHECK(feed(true, ".\r\n").flags & BP_MESSAGE_END, "its end");
}

static void smtp(void)
{
    begin(BP_PROTOCOL_SMTP);
    feed(false, "220 a\r\n");
    feed(true, "DATA\r\n");
    feed(false, "354 go on\r\n");
    pass(BP_PROTOCOL_NONE);
    CHECK(conversation.role == BP_ROLE_CLIENT, "the client passes it on");
    CHECK(!(feed(true, "QUIT\r\n").flags & BP_MESSAGE_END), "a line of the message");
    CHECK(feed(true, ".\r\n").flags & BP_MESSAGE_END, "the message's end");
    CHECK(feed(false, "250 a\r\n").type == BP_MESSAGE_RESPONSE, "its reply");
}

static void nothing_else(void)
{
    begin(BP_PROTOCOL_NONE);
    feed(false, "GET / HTTP/1.1\r\n\r\n");
    CHECK(!passes(), "HTTP stays where it is");
    struct bp_frame_passed passed = {.protocol = BP_PROTOCOL_HTTP1};
    CHECK(!bp_frame_go_on(&conversation, &passed), "whoever says so");
    passed.protocol = UINT16_MAX;
    CHECK(!bp_frame_go_on(&conversation, &passed), "no protocol");
    begin(BP_PROTOCOL_IMAP);
    feed(true, "* OK ready\r\n");
    feed(false, "\1\2\3\r\n");
    CHECK(conversation.unframed && !passes(), "what was given up stays so");
}

static void believed(struct bp_frame_passed passed, bool expected)
{
    begin(BP_PROTOCOL_NONE);
    CHECK(bp_frame_go_on(&conversation, &passed) == expected, "believed: %d", !expected);
}

/* What no conversation can have come to. */
static void unsound(void)
{
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_SMTP, .begun = {3, 3}, .shared = {2}}, true);
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_SMTP, .begun = {3, 3}, .shared = {3}}, false);
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_SMTP, .begun = {3, 9}, .shared = {4ul << 32}}, false);
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_SMTP, .begun = {3, 1u << 31}}, false);
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_POP3, .begun = {3, 3}, .shared = {-1ul, 1ul << 32}},
             true);
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_POP3, .begun = {3, 3}, .shared = {0, 2ul << 32}}, false);
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_POP3, .begun = {3, 9}, .shared = {0, 4}}, false);
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_IMAP, .begun = {3, 3}, .shared = {1, 2, 3}}, true);
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_IMAP, .begun = {3, 3}, .shared = {1, 2, 1}}, false);
    believed((struct bp_frame_passed){.protocol = BP_PROTOCOL_IMAP, .begun = {3, 3}, .shared = {4}}, false);
}

static uint32_t chance(void)
{
    static uint32_t state = 1;
    state = state * 1664525 + 1013904223;
    return state >> 16;
}

/* Any bytes, as if somebody had forged what was passed. */
static void forged(void)
{
    static const uint16_t protocols[] = {BP_PROTOCOL_SMTP, BP_PROTOCOL_IMAP, BP_PROTOCOL_POP3};
    static const char *const said[] = {"+OK x\r\n1\r\n.\r\n",
                                       "220 a\r\n",
                                       "a OK\r\n* x {3}\r\nabc\r\n",
                                       "a IDLE\r\nDONE\r\n",
                                       "DATA\r\nx\r\n.\r\n",
                                       "LIST\r\n",
                                       "+ \r\n",
                                       "354 a\r\n"};
    for (int round = 0; round < 20000; round++) {
        struct bp_frame_passed passed;
        uint8_t *bytes = (uint8_t *)&passed;
        for (size_t i = 0; i < sizeof passed; i++)
            bytes[i] = (uint8_t)(chance() & (chance() & 1 ? 255 : 1));
        passed.protocol = protocols[round % 3];
        passed.sent_asks &= 1;
        begin(BP_PROTOCOL_NONE);
        struct bp_conversation fresh = conversation;
        if (!bp_frame_go_on(&conversation, &passed))
            CHECK(memcmp(&conversation, &fresh, sizeof fresh) == 0, "what is not believed changes nothing");
        for (int i = 0; i < 6; i++)
            feed(chance() & 1, said[chance() & 7]);
    }
}

void passed_tests(void)
{
    imap();
    pop3();
    smtp();
    nothing_else();
    unsound();
    forged();
}
