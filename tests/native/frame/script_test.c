/* SPDX-License-Identifier: MIT */
/* CGI where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;

/* The environment of a script; the literal's own NUL is the empty entry. */
#define ENVIRONMENT(text) script_add(&script, '>', text, sizeof(text))

static void begin(void)
{
    script_begin(&script);
    script.hint = BP_PROTOCOL_CGI;
}

static void expect_answer(const char *name, const char *bytes, const char *expected)
{
    begin();
    ENVIRONMENT("REQUEST_METHOD=GET\0");
    script_add(&script, '<', bytes, strlen(bytes));
    script_add(&script, '<', "", 0);
    script_expect_texts(&script, name, expected);
}
#define ANSWERED(length) ">REQUEST 0..20\n    |REQUEST_METHOD=GET\n<RESPONSE 0.." #length "\n"

static void environment(void)
{
    begin();
    ENVIRONMENT("PATH=/bin\0no value\0REQUEST_METHOD=POST\0CONTENT_LENGTH=many\0=x\0HTTP_COOKIE=a=1\0DB_PASSWORD=x\0"
                "HTTP_A_NAME_OF_MANY_MORE_LETTERS_THAN_ARE_READ=x\0QUERY_STRING=a=1&b=\n2\0");
    CLIENT(&script, "what the script reads\0from the socket on which it answers");
    SERVER(&script, "Status: 404 Not Found\r\nX-Name: secret\r\nContent-type: text/plain\r\n\r\nStatus: none");
    SERVER(&script, "Location: none");
    SERVER(&script, "");
    script_expect_texts(
        &script, "a request",
        ">REQUEST 0..164 REDACTED\n    |REQUEST_METHOD=POST\n    |CONTENT_LENGTH=many\n    |HTTP_COOKIE=?\n"
        "    |QUERY_STRING=a=1&b=\\n2\n<RESPONSE 0..93\n    |status: 404 Not Found\\r\n    "
        "|content-type: text/plain\\r\n");
    script.keep_values = true;
    script_expect_texts(&script, "the same, not redacted",
                        ">REQUEST 0..164\n    |PATH=/bin\n    |REQUEST_METHOD=POST\n    |CONTENT_LENGTH=many\n    "
                        "|HTTP_COOKIE=a=1\n    |DB_PASSWORD=x\n    |QUERY_STRING=a=1&b=\\n2\n<RESPONSE 0..93\n    "
                        "|status: 404 Not Found\\r\n    |content-type: text/plain\\r\n");
}

/* What a child of a script writes is mostly no head, and of none is anything kept. */
static void answers(void)
{
    expect_answer("a row", "17|secret\nStatus: 200\n", ANSWERED(22));
    expect_answer("a row that looks like a field", "secret:secret\nsecret\nStatus: 200\n", ANSWERED(33));
    expect_answer("a blank line first", "\nStatus: 200\n", ANSWERED(13));
    expect_answer("a field that goes on", "X: a\n b\nStatus: 200\n", ANSWERED(20));
    expect_answer("a field without a name", ": a\nStatus: 200\n", ANSWERED(16));
    expect_answer("a long name", "X-Content-Type-Of-Many-Letters: a\nSTATUS:200\n\n",
                  ">REQUEST 0..20\n    |REQUEST_METHOD=GET\n<RESPONSE 0..46\n    |status:200\n");
    expect_answer("a head without its end", "Location: /a",
                  ">REQUEST 0..20\n    |REQUEST_METHOD=GET\n<RESPONSE 0..12\n    |location: /a\\\n");
}

static void borders(void)
{
    begin();
    ENVIRONMENT("");
    SERVER(&script, "");
    script_expect_texts(&script, "an empty environment, and no answer", ">REQUEST 0..1\n");
    begin();
    CLIENT(&script, "A=1\0B");
    script_add(&script, '>', "", 0);
    script_expect_texts(&script, "an environment without its end", ">REQUEST 0..5 BROKEN\n");
}

void script_tests(void)
{
    environment();
    answers();
    borders();
}
