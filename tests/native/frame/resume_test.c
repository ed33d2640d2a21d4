/* SPDX-License-Identifier: MIT */
/* After bytes that nobody saw a conversation is taken up where its next request surely begins, and nowhere else. */
#include <string.h>

#include "../../../native/shim/frame/frame.h"
#include "check.h"

static struct bp_conversation conversation;

/* Feeds bytes and counts the messages that end. */
static int feed(bool sent, const char *bytes, size_t count)
{
    uint8_t text[1024];
    int ended = 0;
    while (count > 0) {
        struct bp_piece piece = bp_frame_next(&conversation, sent, (const uint8_t *)bytes, count, text, sizeof text);
        ended += piece.type && (piece.flags & BP_MESSAGE_END) && !(piece.flags & BP_MESSAGE_BROKEN);
        bytes += piece.length;
        count -= piece.length;
    }
    return ended;
}
#define FEED(sent, bytes) feed(sent, bytes, sizeof(bytes) - 1)
#define RESUMES(sent, bytes) bp_frame_resumes(&conversation, sent, (const uint8_t *)(bytes), sizeof(bytes) - 1)

static void begin(uint16_t hint)
{
    bp_frame_start(&conversation, hint, BP_ROLE_SERVER, 512, true);
}

static void http1(void)
{
    begin(BP_PROTOCOL_NONE);
    CHECK(!RESUMES(false, "GET / HTTP/1.1\r\n\r\n"), "before the protocol is known");
    CHECK(FEED(false, "HEAD / HTTP/1.1\r\n\r\n") == 1, "a request");
    CHECK(FEED(true, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n") == 1, "its answer has no body");
    CHECK(FEED(false, "POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\npart") == 0, "half a request");
    CHECK(!RESUMES(true, "GET / HTTP/1.1\r\n\r\n"), "the server does not ask");
    CHECK(!RESUMES(false, "some more of the body"), "no request line");
    CHECK(!RESUMES(false, "GET"), "not enough to be sure");
    CHECK(RESUMES(false, "GET /x HTTP/1.1\r\n\r\n"), "a request line");
    bp_frame_resume(&conversation);
    CHECK(FEED(false, "GET /x HTTP/1.1\r\n\r\n") == 1, "the request is told apart");
    CHECK(FEED(true, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") == 1, "and so is its answer");
    CHECK(!conversation.unframed && conversation.role == BP_ROLE_SERVER, "role and protocol stay");
    FEED(false, "nonsense that is no request at all\r\n\r\n");
    CHECK(!RESUMES(false, "GET /x HTTP/1.1\r\n\r\n"), "what was given up stays so");
}

static void postgres(void)
{
    begin(BP_PROTOCOL_NONE);
    CHECK(FEED(false, "\0\0\0\x10\0\3\0\0user\0a\0\0") == 1, "start-up");
    CHECK(FEED(true, "R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I") == 1, "ready");
    CHECK(!RESUMES(true, "Z\0\0\0\x05I"), "the server does not ask");
    CHECK(!RESUMES(false, "X\0\0\0\x04\0"), "no request");
    CHECK(!RESUMES(false, "Q\0\0"), "not enough to be sure");
    CHECK(!RESUMES(false, "Q\x7f\xff\xff\xff select"), "no lawful length");
    CHECK(RESUMES(false, "Q\0\0\0\x0dselect 1\0"), "a query");
    bp_frame_resume(&conversation);
    CHECK(FEED(false, "Q\0\0\0\x0dselect 1\0") == 1, "the query is told apart");
    CHECK(FEED(true, "C\0\0\0\x0dSELECT 1\0Z\0\0\0\x05I") == 1, "and so is its answer");
    CHECK(FEED(false, "P\0\0\0\x08\0x\0\0S\0\0\0\x04") == 1, "an extended one too");
    CHECK(!conversation.unframed, "still framed");
}

void resume_tests(void)
{
    http1();
    postgres();
}
