/* SPDX-License-Identifier: MIT */
/* SMTP, IMAP and POP3 where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;

static void begin(uint16_t protocol)
{
    script_begin(&script);
    script.hint = protocol;
}

static void smtp_encryption(void)
{
    begin(BP_PROTOCOL_SMTP);
    SERVER(&script, "220 a\r\n");
    CLIENT(&script, "EHLO b\r\nSTARTTLS\r\n");
    SERVER(&script, "250 a\r\n220 go on\r\n");
    CLIENT(&script, "\x16\3\1");
    script_expect_texts(&script, "STARTTLS",
                        ">REQUEST 0..8\n    |EHLO b\\\n>REQUEST 8..18\n    |STARTTLS\\\n<NOTICE 0..7\n    |220\\\n"
                        "<RESPONSE 7..14\n    |250\\\n<RESPONSE 14..25\n    |220\\\nunframed\n");
    begin(BP_PROTOCOL_SMTP);
    CLIENT(&script, "EHLO b\r\nSTARTTLS\r\n");
    SERVER(&script, "250 a\r\n454 4.7.0 no\r\n");
    CLIENT(&script, "QUIT\r\n");
    script_expect_texts(&script, "STARTTLS refused",
                        ">REQUEST 0..8\n    |EHLO b\\\n>REQUEST 8..18\n    |STARTTLS\\\n>REQUEST 18..24\n    |QUIT\\\n"
                        "<RESPONSE 0..7\n    |250\\\n<RESPONSE 7..21\n    |454 4.7.0\\\n");
}

static void smtp_messages(void)
{
    begin(BP_PROTOCOL_SMTP);
    SERVER(&script, "220 a\r\n");
    CLIENT(&script, "DATA\r\n");
    SERVER(&script, "554 no recipients\r\n");
    CLIENT(&script, "MAIL FROM:me@secret.example\r\nDATA\r\n");
    SERVER(&script, "250 a\r\n354 go on\r\n");
    CLIENT(&script, "a\r\n..\r\n.\n.\r.\r\n\n.\r\n.\r\nQUIT\r\n");
    script_expect_texts(
        &script, "dots",
        ">REQUEST 0..6\n    |DATA\\\n>REQUEST 6..35 REDACTED\n    |MAIL FROM:?\\\n>REQUEST 35..41\n    |DATA\\\n"
        ">REQUEST 41..62\n    |(message)\\\n>REQUEST 62..68\n    |QUIT\\\n<NOTICE 0..7\n    |220\\\n<RESPONSE "
        "7..26\n    |554\\\n"
        "<RESPONSE 26..33\n    |250\\\n<RESPONSE 33..44\n    |354\\\n");
    begin(BP_PROTOCOL_SMTP);
    CLIENT(&script, "EHLO a\r\nDATA\r\nno leave\r\n.\r\n");
    script_expect_texts(&script, "a message without leave",
                        ">REQUEST 0..8\n    |EHLO a\\\n>REQUEST 8..14\n    |DATA\\\nunframed\n");
    begin(BP_PROTOCOL_SMTP);
    SERVER(&script, "220-a\r\n221 b\r\n");
    script_expect_texts(&script, "a reply of two codes", "<NOTICE 0..10 BROKEN\n    |220\\\nunframed\n");
}

static void imap_commands(void)
{
    begin(BP_PROTOCOL_IMAP);
    SERVER(&script, "* OK {3}\r\n");
    CLIENT(&script, "x STATUS \"a b\" (UIDNEXT)\r\ny LOGIN u {0}\r\n p\r\n");
    SERVER(&script, "* STATUS {3}\r\na b (UIDNEXT 7)\r\n* OK odd {3}\r\nx OK {1}\r\ny NO no\r\n");
    script_expect_texts(
        &script, "literals and what looks like them",
        ">REQUEST 0..26 #1 of 26\n    |STATUS \"a b\" (UIDNEXT)\\\n>REQUEST 26..45 #2 of 19 REDACTED\n    |LOGIN ? "
        "? ?\\\n"
        "<NOTICE 0..10\n<RESPONSE 10..65 #1 of 55\n    |OK\\\n<RESPONSE 65..74 #2 of 9\n    |NO\\\n");
    begin(BP_PROTOCOL_IMAP);
    CLIENT(&script, "a STARTTLS\r\n");
    SERVER(&script, "a OK go on\r\n");
    script_expect_texts(&script, "STARTTLS",
                        ">REQUEST 0..12 #1 of 12\n    |STARTTLS\\\n<RESPONSE 0..12 #1 of 12\n    |OK\\\nunframed\n");
    begin(BP_PROTOCOL_IMAP);
    CLIENT(&script, "a LOGIN {5}\r\n");
    SERVER(&script, "a NO never\r\n");
    CLIENT(&script, "b NOOP\r\n");
    script_expect_texts(
        &script, "a refused literal",
        ">REQUEST 0..14 #1 of 14 REDACTED BROKEN\n    |LOGIN ? ?\\\n<RESPONSE 0..12 #1 of 12\n    |NO\\\nunframed\n");
    begin(BP_PROTOCOL_IMAP);
    CLIENT(&script, "a NOOP\r\n");
    SERVER(&script, "b OK\r\n");
    script_expect_texts(&script, "an answer to nobody", ">REQUEST 0..8 #1 of 8\n    |NOOP\\\nunframed\n");
}

static void pop3_lists(void)
{
    begin(BP_PROTOCOL_POP3);
    SERVER(&script, "+OK a\r\n");
    CLIENT(&script, "LIST \r\nUIDL 1\r\nRETR 1\r\nTOP 1 0\r\nAPOP me digest\r\nSTLS\r\n");
    SERVER(&script, "+OK\r\n1 2\r\n.\r\n+OK 1 x\r\n-ERR no\r\n+OK\r\n.\r\n-ERR no\r\n+OK\r\n");
    script_expect_texts(&script, "lists",
                        ">REQUEST 0..7\n    |LIST\\\n>REQUEST 7..15\n    |UIDL 1\\\n>REQUEST 15..23\n    |RETR "
                        "1\\\n>REQUEST 23..32\n    |TOP 1 0\\\n"
                        ">REQUEST 32..48 REDACTED\n    |APOP ? ?\\\n>REQUEST 48..54\n    |STLS\\\n<NOTICE 0..7\n    "
                        "|+OK\\\n<RESPONSE 7..20\n    |+OK\\\n"
                        "<RESPONSE 20..29\n    |+OK\\\n<RESPONSE 29..38\n    |-ERR\\\n<RESPONSE 38..46\n    "
                        "|+OK\\\n<RESPONSE 46..55\n    |-ERR\\\n"
                        "<RESPONSE 55..60\n    |+OK\\\nunframed\n");
}

void mail_tests(void)
{
    smtp_encryption();
    smtp_messages();
    imap_commands();
    pop3_lists();
}
