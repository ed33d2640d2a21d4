/* SPDX-License-Identifier: MIT */
/* X11's units where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

#define LITTLE "l\0\x0b\0\0\0\0\0\0\0\0\0"
#define ACCEPTED "\1\0\x0b\0\0\0\1\0four"
#define GREETED ">REQUEST 0..12 #65536 of 12\n"
#define WELCOMED "<RESPONSE 0..12 #65536 of 12\n"
#define ZEROS_8 "\0\0\0\0\0\0\0\0"
#define ZEROS_24 ZEROS_8 ZEROS_8 ZEROS_8

static struct script script;

static void begin(void)
{
    script_begin(&script);
    CLIENT(&script, LITTLE);
    SERVER(&script, ACCEPTED);
}

static void replies_events_and_errors(void)
{
    begin();
    CLIENT(&script, "\x3d\0\1\0");              /* drawing: no reply */
    CLIENT(&script, "\x2b\0\1\0");              /* GetInputFocus, request 2 */
    CLIENT(&script, "\x10\0\3\0\3\0\0\0abc\0"); /* InternAtom, request 3 */
    SERVER(&script, "\x0c\0\1\0"
                    "\0\0\0\0" ZEROS_24); /* an event */
    SERVER(&script, "\1\0\2\0\1\0\0\0" ZEROS_24 "more");
    SERVER(&script, "\0\5\3\0\0\0\0\0" ZEROS_24);
    SERVER(&script, "\x23\0\3\0\1\0\0\0" ZEROS_24 "more");
    script_expect(&script, "replies, events, errors",
                  GREETED ">REQUEST 16..20 #65538 of 4\n>REQUEST 20..32 #65539 of 12\n" WELCOMED
                          "<NOTICE 12..44\n<RESPONSE 44..80 #65538 of 36\n<RESPONSE 80..112 #65539 of 32\n"
                          "<NOTICE 112..148\n");
}

static void long_requests(void)
{
    begin();
    CLIENT(&script, "\x48\0\0\0\4\0\0\0" ZEROS_8);
    CLIENT(&script, "\x2b\0\1\0");
    script_expect(&script, "a request with a long length", GREETED ">REQUEST 28..32 #65538 of 4\n" WELCOMED);
    begin();
    CLIENT(&script, "\x2b\0\0\0\1\0\0\0");
    script_expect(&script, "a long length below its own", GREETED WELCOMED "unframed\n");
}

static void big_end_first(void)
{
    script_begin(&script);
    CLIENT(&script, "B\0\0\x0b\0\0\0\5\0\3\0\0plain\0\0\0abc\0");
    SERVER(&script, "\0\2\0\x0b\0\0\0\1no\0\0");
    script_expect(&script, "refused", ">REQUEST 0..24 #65536 of 24\n<RESPONSE 0..12 #65536 of 12\n");
}

void x11_tests(void)
{
    replies_events_and_errors();
    long_requests();
    big_end_first();
}
