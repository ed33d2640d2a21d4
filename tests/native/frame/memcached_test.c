/* SPDX-License-Identifier: MIT */
/* memcached where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;

static void begin(void)
{
    script_begin(&script);
    script.hint = BP_PROTOCOL_MEMCACHED;
}

static void silence(void)
{
    begin();
    CLIENT(&script,
           "set a 0 0 1 noreply\r\nx\r\nset noreply 0 0 7\r\nnoreply\r\ndelete b noreply \r\nget noreply\nquit\r\n");
    SERVER(&script, "STORED\r\nEND\r\n");
    script_expect_texts(
        &script, "commands without an answer",
        ">REQUEST 0..24 #1 of 24\n    |set a 0 0 1 noreply\n>REQUEST 24..52 #2 of 28\n    |set noreply 0 0 7\n"
        ">REQUEST 52..71 #3 of 19\n    |delete b noreply \n>REQUEST 71..83 #4 of 12\n    |get noreply\n"
        ">REQUEST 83..89 #5 of 6\n    |quit\n<RESPONSE 0..8 #2 of 8\n    |STORED\\\n<RESPONSE 8..13 #4 of 5\n    "
        "|END\\\n");
    begin();
    CLIENT(&script, "set a 0 0 1 noreply\r\nx\r\nget a\r\n");
    SERVER(&script, "SERVER_ERROR out of memory\r\nEND\r\n");
    script_expect_texts(
        &script, "an error that may be anybody's",
        ">REQUEST 0..24 #1 of 24\n    |set a 0 0 1 noreply\n>REQUEST 24..31 #2 of 7\n    |get a\nunframed\n");
}

static void batches(void)
{
    begin();
    CLIENT(&script, "mg a v q\r\nms b 2 q\r\nhi\r\nmn\r\nmn\r\nmg c\r\n");
    SERVER(&script, "VA 4 f0\r\nMN\r\n\r\nNS\r\nMN\r\nMN\r\nHD\r\n");
    script_expect_texts(
        &script, "quiet commands",
        ">REQUEST 0..28 #1 of 28\n    |mg a v q\n    |ms b 2 q\n    |mn\n>REQUEST 28..32 #2 of 4\n    |mn\n"
        ">REQUEST 32..38 #3 of 6\n    |mg c\n<RESPONSE 0..23 #1 of 23\n    |VA\\\n<RESPONSE 23..27 #2 of 4\n    |MN\\\n"
        "<RESPONSE 27..31 #3 of 4\n    |HD\\\n");
    begin();
    CLIENT(&script, "mg a q\r\nmg b\r\nmn\r\n");
    script_expect_texts(&script, "an answer that may be anybody's",
                        ">REQUEST 0..14 #1 of 14 BROKEN\n    |mg a q\n    |mg b\nunframed\n");
}

static void lines(void)
{
    begin();
    CLIENT(&script, "incr a 5\r\nbogus\r\nset a 0 0 x\r\n");
    SERVER(&script, "17\r\nERROR\r\n");
    script_expect_texts(&script, "amounts and nonsense",
                        ">REQUEST 0..10 #1 of 10 REDACTED\n    |incr a ?\n>REQUEST 10..17 #2 of 7\n    |bogus\n"
                        ">REQUEST 17..30 #3 of 13 BROKEN\n    |set a 0 0 x\nunframed\n");
    begin();
    CLIENT(&script, "set a 0 0 1\r\nxy\r\n");
    script_expect_texts(&script, "data that are too long",
                        ">REQUEST 0..15 #1 of 15 BROKEN\n    |set a 0 0 1\nunframed\n");
    begin();
    CLIENT(&script, "watch\r\n");
    script_expect_texts(&script, "a watcher", ">REQUEST 0..7 #1 of 7\n    |watch\nunframed\n");
}

static void binary(void)
{
    script_begin(&script);
    CLIENT(&script, "\x80\0\0\3\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\0key");
    CLIENT(&script, "\x80\x0a\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    CLIENT(&script, "\x80\x11\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0k");
    script_expect_texts(&script, "the binary protocol",
                        ">REQUEST 0..27 #1 of 27\n    |get key\n>REQUEST 27..51 #2 of 24\n    "
                        "|noop\n>REQUEST 51..76 #3 of 25\n    |set k\nunframed\n");
}

void memcached_tests(void)
{
    silence();
    batches();
    lines();
    binary();
}
