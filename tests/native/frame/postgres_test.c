/* SPDX-License-Identifier: MIT */
/* PostgreSQL's units where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

#define STARTED ">REQUEST 0..16\n"
#define READY "<RESPONSE 0..15\n"

static struct script script;

static void begin(void)
{
    script_begin(&script);
    script_postgres_started(&script);
}

static void encryption(void)
{
    script_begin(&script);
    CLIENT(&script, "\0\0\0\x08\x04\xd2\x16\x30");
    SERVER(&script, "N");
    CLIENT(&script, "\0\0\0\x08\x04\xd2\x16\x2f");
    SERVER(&script, "N");
    script_postgres_started(&script);
    script_expect(&script, "both encryptions declined",
                  ">REQUEST 0..8\n>REQUEST 8..16\n>REQUEST 16..32\n<RESPONSE 0..1\n<RESPONSE 1..2\n<RESPONSE 2..17\n");
    script_begin(&script);
    CLIENT(&script, "\0\0\0\x08\x04\xd2\x16\x30");
    SERVER(&script, "G");
    CLIENT(&script, "\0\0\2\x08whatever");
    script_expect(&script, "GSS encryption", ">REQUEST 0..8\n<RESPONSE 0..1\nunframed\n");
    script_begin(&script);
    CLIENT(&script, "\0\0\0\x08\x04\xd2\x16\x2f");
    ANSWER(&script, 'E', "SFATAL\0VFATAL\0C0A000\0Munsupported\0\0");
    script_expect(&script, "an error for an answer", ">REQUEST 0..8\n<RESPONSE 0..40\n");
}

static void gss_authentication(void)
{
    script_begin(&script);
    CLIENT(&script, "\0\0\0\x10\0\3\0\0user\0a\0\0");
    ANSWER(&script, 'R', "\0\0\0\7");
    ASK(&script, 'p', "token");
    ANSWER(&script, 'R', "\0\0\0\x08more");
    ANSWER(&script, 'R', "\0\0\0\0");
    ANSWER(&script, 'Z', "I");
    ASK(&script, 'Q', "select\0");
    ANSWER(&script, 'C', "SELECT\0");
    ANSWER(&script, 'Z', "I");
    script_expect(&script, "GSS rounds",
                  ">REQUEST 0..16\n>REQUEST 16..26\n>REQUEST 26..38\n<RESPONSE 0..9\n<RESPONSE 9..22\n<NOTICE "
                  "22..37\n<RESPONSE 37..55\n");
}

static void simple(void)
{
    begin();
    ASK(&script, 'Q', "a\0");
    ASK(&script, 'Q', "b\0");
    ANSWER(&script, 'I', "");
    ANSWER(&script, 'Z', "I");
    ANSWER(&script, 'C', "X\0");
    ANSWER(&script, 'C', "Y\0");
    ANSWER(&script, 'Z', "I");
    ASK(&script, 'X', "");
    script_expect(&script, "queries in a row",
                  STARTED ">REQUEST 16..23\n>REQUEST 23..30\n>NOTICE 30..35\n" READY
                          "<RESPONSE 15..26\n<RESPONSE 26..46\n");
    begin();
    ANSWER(&script, 'N', "SNOTICE\0\0");
    ANSWER(&script, 'S', "TimeZone\0UTC\0");
    ANSWER(&script, 'A', "\0\0\0\1news\0x\0");
    ANSWER(&script, 'C', "X\0");
    ANSWER(&script, 'S', "TimeZone\0UTC\0");
    ANSWER(&script, 'N', "SNOTICE\0\0");
    ANSWER(&script, 'Z', "I");
    script_expect(&script, "what the server says unasked",
                  STARTED READY "<NOTICE 15..29\n<NOTICE 29..47\n<NOTICE 47..63 REDACTED\n<RESPONSE 63..108\n");
}

static void extended(void)
{
    begin();
    ASK(&script, 'P', "\0a\0\0\0");
    ASK(&script, 'H', "");
    ANSWER(&script, '1', "");
    ASK(&script, 'B', "\0\0\0\0\0\0\0\0");
    ASK(&script, 'E', "\0\0\0\0\0");
    ASK(&script, 'S', "");
    ASK(&script, 'S', "");
    ANSWER(&script, '2', "");
    ANSWER(&script, 's', "");
    ANSWER(&script, 'Z', "T");
    ANSWER(&script, 'Z', "T");
    script_expect(&script, "Flush ends nothing",
                  STARTED ">REQUEST 16..59\n>REQUEST 59..64\n" READY "<RESPONSE 15..36\n<RESPONSE 36..42\n");
    begin();
    ASK(&script, 'P', "\0a\0\0\0");
    ASK(&script, 'Q', "b\0");
    ANSWER(&script, '1', "");
    ANSWER(&script, 'C', "X\0");
    ANSWER(&script, 'Z', "I");
    ASK(&script, 'Q', "b\0");
    ANSWER(&script, 'E', "VERROR\0\0");
    ANSWER(&script, 'Z', "I");
    ASK(&script, 'Q', "b\0");
    script_expect(&script, "a Query within, and an error later",
                  STARTED ">REQUEST 16..33\n>REQUEST 33..40\n" READY "<RESPONSE 15..33\n<RESPONSE 33..52\nunframed\n");
    begin();
    ASK(&script, 'P', "\0a\0\0\0");
    ASK(&script, 'd', "x");
    script_expect(&script, "copy data within an extended request",
                  STARTED ">REQUEST 16..31 BROKEN\n" READY "unframed\n");
}

static void copy(void)
{
    begin();
    ASK(&script, 'Q', "copy a from stdin; copy b from stdin\0");
    ANSWER(&script, 'G', "\0\0\0");
    ASK(&script, 'd', "1\n");
    ASK(&script, 'H', "");
    ASK(&script, 'd', "2\n");
    ASK(&script, 'c', "");
    ANSWER(&script, 'C', "COPY 2\0");
    ANSWER(&script, 'G', "\0\0\0");
    ASK(&script, 'f', "no more\0");
    ANSWER(&script, 'E', "VERROR\0\0");
    ANSWER(&script, 'Z', "I");
    script_expect(&script, "two copies in a query",
                  STARTED ">REQUEST 16..58\n>REQUEST 58..82\n>REQUEST 82..95\n" READY
                          "<RESPONSE 15..23\n<RESPONSE 23..43\n<RESPONSE 43..62\n");
    begin();
    ASK(&script, 'Q', "copy a from stdin\0");
    ANSWER(&script, 'G', "\0\0\0");
    ASK(&script, 'd', "1\n");
    ASK(&script, 'Q', "b\0");
    script_expect(&script, "a query within copy data",
                  STARTED ">REQUEST 16..39\n>REQUEST 39..51 BROKEN\n" READY "<RESPONSE 15..23\nunframed\n");
}

static void replication(void)
{
    begin();
    ASK(&script, 'Q', "start\0");
    ANSWER(&script, 'W', "\0\0\0");
    ANSWER(&script, 'd', "w");
    ASK(&script, 'd', "r");
    ANSWER(&script, 'c', "");
    ASK(&script, 'c', "");
    ANSWER(&script, 'C', "COPY 0\0");
    ANSWER(&script, 'Z', "I");
    ASK(&script, 'Q', "a\0");
    ANSWER(&script, 'C', "X\0");
    ANSWER(&script, 'Z', "I");
    script_expect(&script, "copying both ways, ended by the server",
                  STARTED ">REQUEST 16..27\n>NOTICE 27..33\n>REQUEST 33..38\n>REQUEST 38..45\n" READY
                          "<RESPONSE 15..23\n<NOTICE 23..29\n<RESPONSE 29..52\n<RESPONSE 52..65\n");
    begin();
    ASK(&script, 'Q', "start\0");
    ANSWER(&script, 'W', "\0\0\0");
    ANSWER(&script, 'E', "VERROR\0\0");
    ANSWER(&script, 'Z', "I");
    ASK(&script, 'Q', "a\0");
    ANSWER(&script, 'C', "X\0");
    ANSWER(&script, 'Z', "I");
    script_expect(&script, "copying both ways, ended by an error",
                  STARTED ">REQUEST 16..27\n>REQUEST 27..34\n" READY
                          "<RESPONSE 15..23\n<NOTICE 23..42\n<RESPONSE 42..55\n");
}

static void ends(void)
{
    begin();
    ASK(&script, 'Q', "a\0");
    ANSWER(&script, 'E', "SFATAL\0\0");
    script_add(&script, '<', "", 0);
    script_expect(&script, "an error and the end", STARTED ">REQUEST 16..23\n" READY "<RESPONSE 15..28\n");
    begin();
    ASK(&script, 'Q', "a\0");
    ANSWER(&script, 'T', "\0\0");
    script_add(&script, '<', "", 0);
    CLIENT(&script, "Q\0\0\0");
    script_add(&script, '>', "", 0);
    script_expect(&script, "ends within messages",
                  STARTED ">REQUEST 16..23\n>REQUEST 23..27 BROKEN\n" READY "<RESPONSE 15..22 BROKEN\n");
    begin();
    ANSWER(&script, 'E', "SFATAL\0VPANIC\0\0");
    ANSWER(&script, 'A', "\0\0\0\1news\0x\0");
    script_expect(&script, "PANIC ends an answer", STARTED READY "<RESPONSE 15..35\n<NOTICE 35..51 REDACTED\n");
}

static void nonsense(void)
{
    begin();
    ASK(&script, 'Z', "I");
    script_expect(&script, "a server's message from the client", STARTED READY "unframed\n");
    begin();
    CLIENT(&script, "Q\0\0\0\3");
    script_expect(&script, "a length below 4", STARTED ">REQUEST 16..21 BROKEN\n" READY "unframed\n");
    begin();
    CLIENT(&script, "Q\x40\0\0\0");
    script_expect(&script, "a length beyond sense", STARTED ">REQUEST 16..21 BROKEN\n" READY "unframed\n");
    begin();
    ANSWER(&script, 'Z', "II");
    script_expect(&script, "two states of the transaction", STARTED READY "<RESPONSE 15..20 BROKEN\nunframed\n");
    begin();
    ASK(&script, '\1', "user\0a\0");
    ANSWER(&script, '\5', "");
    script_expect(&script, "type bytes that are none", STARTED READY "unframed\n");
    begin();
    ANSWER(&script, 'd', "x");
    script_expect(&script, "copy data that nobody asked for", STARTED READY "unframed\n");
}

void postgres_tests(void)
{
    encryption();
    gss_authentication();
    simple();
    extended();
    copy();
    replication();
    ends();
    nonsense();
}
