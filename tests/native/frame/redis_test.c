/* SPDX-License-Identifier: MIT */
/* Redis where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;

static void begin(void)
{
    script_begin(&script);
    script.hint = BP_PROTOCOL_REDIS;
}

static void values(void)
{
    begin();
    CLIENT(&script, "*1\r\n$4\r\nPING\r\n");
    SERVER(&script,
           "|1\r\n+key-popularity\r\n%2\r\n$1\r\na\r\n,0.19\r\n$1\r\nb\r\n,0.0\r\n*2\r\n:2039123\r\n:9543892\r\n");
    CLIENT(&script, "*1\r\n$4\r\nPING\r\n");
    SERVER(&script, "*3\r\n*2\r\n~1\r\n#t\r\n_\r\n%1\r\n+k\r\n(349\r\n=7\r\ntxt:a\r\n\r\n");
    CLIENT(&script, "*1\r\n$4\r\nPING\r\n");
    SERVER(&script, "*3\r\n$-1\r\n*-1\r\n$0\r\n\r\n");
    CLIENT(&script, "*1\r\n$4\r\nPING\r\n");
    SERVER(&script, "!9\r\nERR wrong\r\n");
    script_expect(&script, "values of every kind",
                  ">REQUEST 0..14\n>REQUEST 14..28\n>REQUEST 28..42\n>REQUEST 42..56\n"
                  "<RESPONSE 0..76\n<RESPONSE 76..122\n<RESPONSE 122..142\n<RESPONSE 142..157\n");
}

static void nobodys(void)
{
    begin();
    CLIENT(&script, "PING\r\n*0\r\n*-1\r\n\r\n  \nPING\r\nset a \"b c\"\n");
    SERVER(&script, "+PONG\r\n+OK\r\n");
    script_expect(&script, "requests without words",
                  ">REQUEST 0..6\n>REQUEST 20..26\n>REQUEST 26..38 REDACTED\n<RESPONSE 0..7\n<RESPONSE 7..12\n");
}

static void subscriptions(void)
{
    begin();
    CLIENT(&script, "SUBSCRIBE a b\r\nPSUBSCRIBE x*\r\nSUBSCRIBE b "
                    "c\r\nPING\r\nUNSUBSCRIBE\r\nPUNSUBSCRIBE\r\nUNSUBSCRIBE\r\nPING\r\n");
    SERVER(&script, "*3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n");
    SERVER(&script, "*3\r\n$7\r\nmessage\r\n$1\r\na\r\n$2\r\nhi\r\n");
    SERVER(&script, "*3\r\n$10\r\npsubscribe\r\n$2\r\nx*\r\n:3\r\n");
    SERVER(&script, "*3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:3\r\n*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:4\r\n");
    SERVER(&script, "*2\r\n$4\r\npong\r\n$0\r\n\r\n");
    SERVER(&script, "*3\r\n$11\r\nunsubscribe\r\n$1\r\na\r\n:3\r\n*3\r\n$11\r\nunsubscribe\r\n$1\r\nb\r\n:2\r\n*3\r\n$"
                    "11\r\nunsubscribe\r\n$1\r\nc\r\n:1\r\n");
    SERVER(&script, "*4\r\n$8\r\npmessage\r\n$2\r\nx*\r\n$2\r\nxy\r\n$2\r\nhi\r\n");
    SERVER(&script, "*3\r\n$12\r\npunsubscribe\r\n$2\r\nx*\r\n:0\r\n");
    SERVER(&script, "*3\r\n$11\r\nunsubscribe\r\n$-1\r\n:0\r\n+PONG\r\n");
    script_expect(
        &script, "subscriptions",
        ">REQUEST 0..15\n>REQUEST 15..30\n>REQUEST 30..45\n>REQUEST 45..51\n>REQUEST 51..64\n>REQUEST 64..78\n"
        ">REQUEST 78..91\n>REQUEST 91..97\n"
        "<RESPONSE 0..30\n<NOTICE 30..60\n<NOTICE 60..92\n<RESPONSE 92..125\n<RESPONSE 125..155\n<NOTICE 155..185\n"
        "<RESPONSE 185..205\n<RESPONSE 205..238\n<NOTICE 238..271\n<NOTICE 271..304\n<NOTICE 304..346\n"
        "<RESPONSE 346..381\n<RESPONSE 381..412\n<RESPONSE 412..419\n");
}

static void pushes(void)
{
    begin();
    CLIENT(&script, "SUBSCRIBE a b\r\nLRANGE l 0 -1\r\nSUBSCRIBE\r\n");
    SERVER(&script, ">3\r\n$9\r\nsubscribe\r\n$1\r\na\r\n:1\r\n>3\r\n$9\r\nsubscribe\r\n$1\r\nb\r\n:2\r\n");
    SERVER(&script, ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n");
    SERVER(&script, "*1\r\n$7\r\nmessage\r\n-ERR wrong number\r\n");
    script_expect(&script, "pushes of RESP3",
                  ">REQUEST 0..15\n>REQUEST 15..30 REDACTED\n>REQUEST 30..41\n"
                  "<RESPONSE 0..30\n<NOTICE 30..60\n<NOTICE 60..92\n<RESPONSE 92..109\n<RESPONSE 109..128 REDACTED\n");
}

static void modes(void)
{
    begin();
    CLIENT(&script, "MONITOR\r\nRESET\r\nPING\r\n");
    SERVER(&script, "+OK\r\n+1700000000.1 [0 ::1] \"AUTH\"\r\n+RESET\r\n+PONG\r\n");
    script_expect(&script, "a monitor",
                  ">REQUEST 0..9\n>REQUEST 9..16\n>REQUEST 16..22\n<RESPONSE 0..5\n<NOTICE 5..35 REDACTED\n<RESPONSE "
                  "35..43\n<RESPONSE 43..50\n");
    begin();
    CLIENT(&script, "PSYNC ? -1\r\nREPLCONF\r\n");
    script_expect(&script, "a replica", ">REQUEST 0..12 REDACTED\nunframed\n");
    begin();
    CLIENT(&script, "client reply off\r\nPING\r\n");
    script_expect(&script, "no more replies", ">REQUEST 0..18 REDACTED\nunframed\n");
    begin();
    CLIENT(&script, "MULTI\r\nSUBSCRIBE a\r\n");
    SERVER(&script, "+OK\r\n+QUEUED\r\n");
    script_expect(&script, "a subscription in a transaction",
                  ">REQUEST 0..7\n>REQUEST 7..20\n<RESPONSE 0..5\nunframed\n");
}

static void nonsense(void)
{
    begin();
    CLIENT(&script, "*2\r\n$3\r\nGET\r\n:1\r\n");
    script_expect(&script, "a word that is none", ">REQUEST 0..14 BROKEN\nunframed\n");
    begin();
    CLIENT(&script, "*1\r\n$4\r\nPINGPONG\r\n");
    script_expect(&script, "a string that is too long", ">REQUEST 0..13 BROKEN\nunframed\n");
    begin();
    CLIENT(&script, "PING\r\n");
    SERVER(&script, "*3\r\n+a\r\nfoo");
    script_expect(&script, "no type", ">REQUEST 0..6\n<RESPONSE 0..9 BROKEN\nunframed\n");
    begin();
    CLIENT(&script, "SUBSCRIBE a\r\n");
    SERVER(&script, "*3\r\n$9\r\rsubscribe");
    script_expect(&script, "a line that ends in two CR", ">REQUEST 0..13\n<RESPONSE 0..8 BROKEN\nunframed\n");
    begin();
    CLIENT(&script, "GET / HTTP/1.1\r\n\r\n");
    script_expect(&script, "another protocol than the map says", ">REQUEST 0..18\n");
}

static void words(void)
{
    begin();
    CLIENT(&script,
           "auth alice secret\r\nconfig set requirepass x\r\nmset a 1 b 2\r\nhello 3 AUTH u p\r\nget \"a b\\\"\"\r\n");
    script_expect_texts(
        &script, "what is kept of requests",
        ">REQUEST 0..19 REDACTED\n    |auth ? ?\\\n>REQUEST 19..45 REDACTED\n    |config set requirepass ?\\\n"
        ">REQUEST 45..59 REDACTED\n    |mset a ? b ?\\\n>REQUEST 59..77 REDACTED\n    |hello 3 ? ? ?\\\n"
        ">REQUEST 77..90\n    |get a\\x20b\"\\\n");
    begin();
    script.keep_values = true;
    CLIENT(&script, "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\na b\n\r\n");
    SERVER(&script, "+OK then\r\n");
    script_expect_texts(&script, "everything kept",
                        ">REQUEST 0..30\n    |SET k a\\x20b\\n\\\n<RESPONSE 0..10\n    |+OK then\\\n");
    begin();
    script.text_limit = 9;
    CLIENT(&script, "*3\r\n$4\r\nMGET\r\n$4\r\nlong\r\n$4\r\nmore\r\n");
    script_expect_texts(&script, "the limit", ">REQUEST 0..34 CUT\n    |MGET long\\\n");
}

void redis_tests(void)
{
    values();
    nobodys();
    subscriptions();
    pushes();
    modes();
    nonsense();
    words();
}
