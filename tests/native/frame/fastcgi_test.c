/* SPDX-License-Identifier: MIT */
/* FastCGI's records where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;

static void record(char side, uint8_t type, uint16_t id, const void *content, size_t count, uint8_t padding)
{
    uint8_t bytes[8 + 4096 + 255] = {
        1, type, (uint8_t)(id >> 8), (uint8_t)id, (uint8_t)(count >> 8), (uint8_t)count, padding};
    memcpy(bytes + 8, content, count);
    script_add(&script, side, bytes, 8 + count + padding);
}
#define RECORD(side, type, id, content, padding) record(side, type, id, content, sizeof(content) - 1, padding)
#define BEGIN(id, role) RECORD('>', 1, id, "\0" role "\1\0\0\0\0\0", 0)
#define PARAMS(id, content) RECORD('>', 4, id, content, 0)
#define INPUT(id, content) RECORD('>', 5, id, content, 0)
#define OUTPUT(id, content) RECORD('<', 6, id, content, 0)
#define END(id) RECORD('<', 3, id, "\0\0\0\0\0\0\0\0", 0)

static void responder(void)
{
    script_begin(&script);
    BEGIN(1, "\1");
    PARAMS(1, "\x0e\3REQUEST_METHODGET\x0b\4REQUEST_URI/a?b\x0b\7DB_PASSWORDsecret!");
    PARAMS(1, "\x0b\4HTTP_COOKIEa=12\x09\x80\0\0\3HTTP_HOSTwww\x0c\0QUERY_STRING");
    PARAMS(1, "");
    INPUT(1, "body");
    INPUT(1, "");
    RECORD('<', 7, 1, "a warning", 7);
    OUTPUT(1, "Status: 404 Not Found\r\nSet-Cookie: a=1; b\r\nA: b\r\n\r\nStatus: none\n\n");
    OUTPUT(1, "");
    RECORD('<', 3, 1, "\0\0\1\2\0\0\0\0", 3);
    script_expect_texts(
        &script, "a responder's request",
        ">REQUEST 0..164 #1 of 164 REDACTED\n    |REQUEST_METHOD=GET\n    |REQUEST_URI=/a?b\n    "
        "|HTTP_COOKIE=?\n    |HTTP_HOST=www\n    |QUERY_STRING=\n<RESPONSE 0..124 #1 of 124 REDACTED\n    "
        "|Status: 404 Not Found\\r\n    |Set-Cookie: ?\n    |A: b\\r\n    |\\r\n    |END_REQUEST\t258\t0\n");
    script.keep_values = true;
    script_expect_texts(
        &script, "the same, not redacted",
        ">REQUEST 0..164 #1 of 164\n    |REQUEST_METHOD=GET\n    |REQUEST_URI=/a?b\n    "
        "|DB_PASSWORD=secret!\n    |HTTP_COOKIE=a=12\n    |HTTP_HOST=www\n    |QUERY_STRING=\n<RESPONSE 0..124 "
        "#1 of 124\n    |Status: 404 Not Found\\r\n    |Set-Cookie: a=1; b\\r\n    |A: b\\r\n    |\\r\n    "
        "|END_REQUEST\t258\t0\n");
}

static void named_secrets(void)
{
    bp_frame_hide("token,x-session");
    script_begin(&script);
    BEGIN(1, "\1");
    PARAMS(1, "\x0e\3REQUEST_METHODGET\x0b\x0fREQUEST_URI/?a=b&token=\t12");
    PARAMS(1, "\x0e\1HTTP_X_SESSION1\x0c\x0bQUERY_STRINGtoken=1&c=d");
    PARAMS(1, "");
    OUTPUT(1, "Location: /?a=b&token=c\r\nX-Session: 1\r\n d\r\nProxy-Authorization: e\n\n");
    script_expect_texts(
        &script, "secrets that the user named",
        ">REQUEST 0..129 #1 of 129 OPEN REDACTED\n    |REQUEST_METHOD=GET\n    |REQUEST_URI=/?a=b&token=?\n    "
        "|HTTP_X_SESSION=?\n    |QUERY_STRING=token=?&c=d\n<RESPONSE 0..75 #1 of 75 OPEN REDACTED\n    "
        "|Location: /?a=b&token=?\\r\n    "
        "|X-Session: ?\n    |\n    |Proxy-Authorization: ?\n    |\n");
    bp_frame_hide(NULL);
}

static void in_turn(void)
{
    script_begin(&script);
    BEGIN(1, "\1");
    PARAMS(1, "");
    INPUT(1, "");
    OUTPUT(1, "A: b\n\nbody");
    END(1);
    BEGIN(1, "\1");
    PARAMS(1, "");
    END(1);
    INPUT(1, "late");
    INPUT(1, "");
    BEGIN(2, "\2");
    PARAMS(2, "");
    END(2);
    BEGIN(3, "\3");
    PARAMS(3, "");
    INPUT(3, "");
    RECORD('>', 8, 3, "data", 0);
    RECORD('>', 8, 3, "", 0);
    END(3);
    BEGIN(4, "\1");
    RECORD('>', 2, 4, "", 0);
    INPUT(4, "");
    END(4);
    script_expect(&script, "all roles, an early end, one aborted",
                  ">REQUEST 0..32 #1 of 32\n>REQUEST 32..76 #1 of 44\n>REQUEST 76..100 #2 of 24\n>REQUEST 100..152 "
                  "#3 of 52\n>REQUEST 152..176 #4 of 24\n<RESPONSE 0..34 #1 of 34\n<RESPONSE 34..50 #1 of "
                  "16\n<RESPONSE 50..66 #2 of 16\n<RESPONSE 66..82 #3 of 16\n<RESPONSE 82..98 #4 of 16\n");
}

static void interleaved(void)
{
    script_begin(&script);
    BEGIN(1, "\1");
    PARAMS(1, "\x09\2HTTP_HOST");
    BEGIN(0x202, "\1");
    PARAMS(0x202, "\x09\1HTTP_HOSTb");
    PARAMS(1, "aa\x09\1HTTP_HOSTc");
    PARAMS(0x202, "\x0b\2REQUEST_URI");
    PARAMS(0x202, "/b");
    INPUT(1, "");
    INPUT(0x202, "");
    OUTPUT(1, "Status: 200");
    OUTPUT(0x202, "Status: 201\n");
    OUTPUT(1, " OK\n\n");
    END(1);
    OUTPUT(0x202, "A: b\n\n");
    END(0x202);
    script_expect_texts(
        &script, "two requests at a time",
        ">REQUEST 0..132 #1 of 65 CUT\n    |HTTP_HOST=\\\n>REQUEST 35..140 #514 of 75\n    "
        "|HTTP_HOST=b\n    |REQUEST_URI=/b\n<RESPONSE 0..68 #1 of 48 CUT\n    |Status: 200\\\n<RESPONSE "
        "19..98 #514 of 50\n    |Status: 201\n    |A: b\n    |\n");
}

static void crowd(uint16_t count, const char *last)
{
    script_begin(&script);
    for (uint16_t id = 1; id <= count; id++)
        BEGIN(id, "\1");
    char *result = script_replay(&script, true, (struct split){0}, false);
    CHECK(strcmp(result + strlen(result) - strlen(last), last) == 0, "%u at a time give\n%s", count, result);
    free(result);
}

static void asides(void)
{
    script_begin(&script);
    script.hint = BP_PROTOCOL_FASTCGI;
    RECORD('>', 9, 0, "\x0f\0FCGI_MPXS_CONNS", 7);
    RECORD('<', 10, 0, "\x0f\1FCGI_MPXS_CONNS1", 6);
    BEGIN(1, "\1");
    RECORD('<', 11, 0, "\x63\0\0\0\0\0\0\0", 0);
    INPUT(7, "nobody's");
    INPUT(1, "");
    RECORD('<', 3, 1, "\0\0\0\0\2\0\0\0", 0);
    script_expect_texts(&script, "management",
                        ">REQUEST 32..72 #1 of 24\n<RESPONSE 48..64 #1 of 16\n    |END_REQUEST\t0\t2\n");
}

static void nonsense(void)
{
    script_begin(&script);
    BEGIN(1, "\1");
    RECORD('>', 6, 1, "x", 0);
    script_expect(&script, "a server's record from the client", ">REQUEST 0..16 #1 of 16 OPEN\nunframed\n");
    script_begin(&script);
    BEGIN(1, "\1");
    CLIENT(&script, "\2");
    script_expect(&script, "another version", ">REQUEST 0..16 #1 of 16 OPEN\nunframed\n");
    script_begin(&script);
    BEGIN(1, "\1");
    RECORD('<', 3, 1, "\0\0\0\0\0\0\0\0\0", 0);
    script_expect(&script, "an end that is too long", ">REQUEST 0..16 #1 of 16 OPEN\nunframed\n");
    script_begin(&script);
    BEGIN(1, "\4");
    script_expect(&script, "a role that is none", "unframed\n");
    script_begin(&script);
    RECORD('>', 9, 0, "", 0);
    script_expect(&script, "GET_VALUES, not known from the services map", "unframed\n");
}

void fastcgi_tests(void)
{
    responder();
    named_secrets();
    in_turn();
    interleaved();
    crowd(10, "#10 of 16 OPEN\n");
    crowd(11, "unframed\n");
    asides();
    nonsense();
}
