/* SPDX-License-Identifier: MIT */
/* Literals go, everything else stays, wherever the statement is cut. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;

static void expect_line(const char *name, const char *expected)
{
    char line[4096];
    snprintf(line, sizeof line, "    |%s\n", expected);
    char *result = script_replay_all(&script, name, true);
    CHECK(strstr(result, line), "%s gives\n%s\ninstead of\n%s", name, result, line);
    free(result);
}

static void statement_in(const char *settings, size_t size, const char *sql, const char *expected)
{
    char line[4096];
    script_begin(&script);
    script_postgres_started(&script);
    if (settings) script_postgres(&script, '<', 'S', settings, size);
    script_postgres(&script, '>', 'Q', sql, strlen(sql) + 1);
    snprintf(line, sizeof line, "Q\t%s", expected);
    expect_line(sql, line);
}

static void statement(const char *sql, const char *expected)
{
    statement_in(NULL, 0, sql, expected);
}

static void strings(void)
{
    statement("select 'a', 'it''s', '', ''''", "select ?, ?, ?, ?");
    statement("select E'a\\'b', e'\\\\', E'\\\\\\'' , x", "select ?, ?, ? , x");
    statement("select 'c:\\', x, 'd'", "select ?, x, ?");
    statement("select U&'\\0041', u&'x' uescape '!', u&\"n'a\", u & 1, us'x'",
              "select ?, ? uescape ?, u&\"n'a\", u & ?, us?");
    statement("select B'01', x'1f', N'name', n.x, b, e, xe'a\\'", "select ?, ?, ?, n.x, b, e, xe?");
    statement("select E'a'\n  'b\\'c' -- d\n 'e\\'f', 'g\\', h", "select ?\\n  ? -- d\\n ?, ?, h");
    statement("select E'a' /* c */ 'b\\'c' || 'd\\' || e", "select ? /* c */ ? || ? || e");
    statement("select 'never ends", "select ?");
    statement("select 'a'b", "select ?b");
}

static void dollars(void)
{
    statement("do $$ begin x := 'a'; $b$ end $$; next", "do ?; next");
    statement("select $q$a$$b$Q$c$q $q$, $1, a$b$c, $2::text", "select ?, $1, a$b$c, $2::text");
    statement("select $tag$never ends $tag ", "select ?");
    statement("select $a1$x$a1$, $_$x$_$, $\xc3\xa4$x$\xc3\xa4$", "select ?, ?, ?");
    statement("select $ , $, $a b", "select $ , $, $ b");
}

static void numbers(void)
{
    statement("select 1, 23, 4.5, .5, 6., 1e10, 1.5E-3, 2e+4, -7", "select ?, ?, ?, .?, ?, ?, ?, ?, -?");
    statement("select 0x1F, 0b01, 1_000, t1, a2b, \"c 3\", t.f4, x_5", "select ?, ?, ?, t1, a2b, \"c 3\", t.f4, x_5");
    statement("where a=1 and b<2.5and c in(3,4)", "where a=? and b<? c in(?,?)");
    statement("select a[1:2], 5-3, 1e-x", "select a[?:?], ?-?, ?");
}

static void what_stays(void)
{
    statement("select a -- it's 5\n, b /* 'x' /* 6 */ 7 */ , 8", "select a -- it's 5\\n, b /* 'x' /* 6 */ 7 */ , ?");
    statement("select \"a''b\" , \"it's \"\"5\"\"\", 'x'", "select \"a''b\" , \"it's \"\"5\"\"\", ?");
    statement("select a - 'x' / 'y' -'z'/*/ 'c' */'d'", "select a - ? / ? -?/*/ 'c' */?");
    statement("select j->'k', j #>> '{a,1}' ? | @> <%", "select j->?, j #>> ? ? | @> <%");
    statement("select \t\\ \r\n \x01\x7f \xc3\xa4", "select \\t\\\\ \\r\\n \\x01\\x7f \\xc3\\xa4");
}

/* The server's word on backslashes in plain strings. */
static void old_strings(void)
{
    static const char off[] = "standard_conforming_strings\0off", on[] = "standard_conforming_strings\0on";
    static const char other[] = "standard_conforming_string\0off";
    statement_in(off, sizeof off, "select 'a\\'b', c, n'd\\'e', f", "select ?, c, ?, f");
    statement_in(on, sizeof on, "select 'a\\', b, 'c'", "select ?, b, ?");
    statement_in(other, sizeof other, "select 'a\\', b, 'c'", "select ?, b, ?");
}

static void error(const char *fields, size_t size, const char *expected)
{
    script_begin(&script);
    script_postgres_started(&script);
    script_postgres(&script, '<', 'E', fields, size);
    script_postgres(&script, '<', 'Z', "E", 1);
    expect_line(expected, expected);
}
#define ERROR(fields, expected) error(fields, sizeof(fields), expected)

static void errors(void)
{
    ERROR("SERROR\0VERROR\0C42P01\0Mrelation \"t1\" does not exist\0P15\0",
          "E\tSERROR\tVERROR\tC42P01\tMrelation \"t1\" does not exist");
    ERROR("C22003\0Mvalue \"99\" of 1.5 is out of range for type int4\0Dsecret\0",
          "E\tC22003\tMvalue \"?\" of ? is out of range for type int4");
    ERROR("C42601\0Msyntax error at or near \"x'y\"\0", "E\tC42601\tMsyntax error at or near \"?\"");
    ERROR("CP0001\0Mcard 1234\0", "E\tCP0001\tM?");
    ERROR("CBP001\0Mcard 1234\0", "E\tCBP001\tM?");
    ERROR("Mcard 1234\0C42601\0", "E\tM?\tC42601");
    ERROR("C4\0Mcard 1234\0", "E\tC4\tM?");
}

static void values(void)
{
    script_begin(&script);
    script_postgres_started(&script);
    ASK(&script, 'B', "port\0stat\0\0\2\0\0\0\1\0\4\0\0\0\3a\tb\xff\xff\xff\xff\0\0\0\0\0\0\0\2\0\5\0\0");
    ASK(&script, 'S', "");
    expect_line("redacted values", "B\tport\tstat");
    script.keep_values = true;
    expect_line("values", "B\tport\tstat\t=a\\tb\t-\t=\t=\\x00\\x05");
    script_begin(&script);
    script.keep_values = true;
    CLIENT(&script, "\0\0\0\x1a\0\3\0\1user\0ann\0opt\0a b\0\0");
    ANSWER(&script, 'R', "\0\0\0\0");
    ANSWER(&script, 'A', "\0\0\0\1news\0card 1\0");
    ANSWER(&script, 'E', "CP0001\0Mcard 1\0\0");
    expect_line("start-up parameters", "startup\t3.1\tuser\tann\topt\ta b");
    expect_line("a notification", "A\tnews\tcard 1");
    expect_line("an error", "E\tCP0001\tMcard 1");
    script.keep_values = false;
    expect_line("start-up parameters, redacted", "startup\t3.1\tuser\tann\topt\t?");
    expect_line("a notification, redacted", "A\tnews\t?");
}

static void http(const char *head, const char *expected)
{
    script_begin(&script);
    script_add(&script, '>', head, strlen(head));
    char *result = script_replay_all(&script, head, true);
    CHECK(strstr(result, expected), "%s gives\n%s\ninstead of\n%s", head, result, expected);
    free(result);
}

static void credentials(void)
{
    http("GET / HTTP/1.1\r\nCOOKIE:a=b; c=d\r\nAuthorization:\tBasic abc\r\n\r\n",
         "    |COOKIE:?\\r\n    |Authorization:\t?\\r\n    |\\r\n");
    http("GET / HTTP/1.1\nproxy-authorization: x\n y\n\tz\nCookies: stay\nCookie:\n\n",
         "    |proxy-authorization: ?\n    | ?\n    |\t?\n    |Cookies: stay\n    |Cookie:\n    |\n");
    script.keep_values = true;
    char *result = script_replay_all(&script, "credentials kept", true);
    CHECK(strstr(result, "proxy-authorization: x\n    | y\n") && !strstr(result, "REDACTED"), "%s", result);
    free(result);
}

void redact_tests(void)
{
    strings();
    dollars();
    numbers();
    what_stays();
    old_strings();
    errors();
    values();
    credentials();
}
