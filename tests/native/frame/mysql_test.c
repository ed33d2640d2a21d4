/* SPDX-License-Identifier: MIT */
/* MySQL where recorded conversations do not go. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

/* Capabilities of MySQL 8 without, and of MariaDB with, ends of definitions; the latter remembers definitions. */
#define MYSQL_8 "\x8d\xa2\x0b\x09"
#define MARIADB "\x08\x82\x08\x01"

static struct script script;

static void packet(char side, uint8_t number, const void *payload, size_t count)
{
    uint8_t header[4] = {(uint8_t)count, (uint8_t)(count >> 8), (uint8_t)(count >> 16), number};
    static uint8_t bytes[4096];
    memcpy(bytes, header, sizeof header);
    memcpy(bytes + sizeof header, payload, count);
    script_add(&script, side, bytes, sizeof header + count);
}
#define ASKS(number, payload) packet('>', number, payload, sizeof(payload) - 1)
#define SAYS(number, payload) packet('<', number, payload, sizeof(payload) - 1)
#define OK "\0\0\0\2\0\0\0"

/* Greeting of 57 bytes, login of 42, answered with 11. */
static void begin(const char able[4])
{
    uint8_t greeting[53] = "\x0a"
                           "10.11\0....scramble\0";
    memcpy(greeting + 20, able, 2);
    memcpy(greeting + 25, able + 2, 2);
    memcpy(greeting + 34, "\x1f", 1);
    script_begin(&script);
    packet('<', 0, greeting, sizeof greeting);
    uint8_t login[38] = {0};
    memcpy(login, able, 4);
    memcpy(login + 28, "\x1f", 1);
    memcpy(login + 32, "web\0\0", 5);
    packet('>', 1, login, sizeof login);
    SAYS(2, OK);
}
#define STARTED ">REQUEST 0..42\n"
#define GREETED "<NOTICE 0..57\n<RESPONSE 57..68\n"

static void results(void)
{
    begin(MYSQL_8);
    ASKS(0, "\3\0\1select");
    SAYS(1, "\2");
    SAYS(2, "\3def");
    SAYS(3, "\3def");
    SAYS(4, "\1a\xfb");
    SAYS(5, "\xfe\0\0\x0a\0\0\0");
    SAYS(6, "\0\0\0\2\0\0\0");
    ASKS(0, "\x16select ?");
    SAYS(1, "\0\7\0\0\0\1\0\1\0\0\0\0");
    SAYS(2, "\3def");
    SAYS(3, "\3def");
    ASKS(0, "\x1b\0\0");
    SAYS(1, "\xfe\0\0\2\0");
    script_expect(&script, "no ends of definitions",
                  STARTED ">REQUEST 42..55\n>REQUEST 55..68\n>REQUEST 68..75\n" GREETED
                          "<RESPONSE 68..118\n<RESPONSE 118..150\n<RESPONSE 150..159\n");
    begin(MARIADB);
    ASKS(0, "\x17\7\0\0\0\0\1\0\0\0");
    SAYS(1, "\1\0");
    SAYS(2, "\0\0\1a");
    SAYS(3, "\xfe\0\0\2\0\0\0");
    ASKS(0, "\3load");
    SAYS(1, "\xff\xff\xff\1\1\1\0\0\0\0");
    SAYS(2, OK);
    script_expect(&script, "definitions that the client remembers, progress",
                  STARTED ">REQUEST 42..56\n>REQUEST 56..65\n" GREETED "<RESPONSE 68..93\n<RESPONSE 93..118\n");
}

static void logins(void)
{
    begin(MYSQL_8);
    script.count--;
    script.used -= 11;
    SAYS(2, "\xfe"
            "caching_sha2_password\0scramble");
    ASKS(3, "hash");
    SAYS(4, "\1\3");
    SAYS(5, OK);
    ASKS(0, "\1");
    script_expect(&script, "another plugin, a fast login",
                  STARTED ">REQUEST 42..50\n>NOTICE 50..55\n<NOTICE 0..57\n<RESPONSE 57..92\n<RESPONSE 92..109\n");
    begin(MYSQL_8);
    script.count = 1;
    script.used = 57;
    uint8_t request[32] = {0x0d, 0xaa};
    packet('>', 1, request, sizeof request);
    CLIENT(&script, "\x16\x03\1");
    script_expect(&script, "encryption", ">NOTICE 0..36\n<NOTICE 0..57\nunframed\n");
    script_begin(&script);
    uint8_t login[40] = {0x0d, 0xaa};
    memcpy(login + 32, "web", 3);
    packet('>', 2, login, sizeof login);
    SAYS(3, OK);
    script_expect(&script, "a login whose greeting was not seen", ">REQUEST 0..44\n<RESPONSE 0..11\n");
    script_begin(&script);
    script.hint = BP_PROTOCOL_MYSQL;
    SAYS(0, "\xff\x10\4Too many connections");
    script_expect(&script, "refused", "<NOTICE 0..27\n");
    script_begin(&script);
    script.hint = BP_PROTOCOL_MYSQL;
    SERVER(&script, "\2\0\0\0\xff\0\4");
    script_expect(&script, "an error of half a code", "unframed\n");
}

static void asked_in_a_row(void)
{
    begin(MARIADB);
    for (int i = 0; i < 80; i++)
        ASKS(0, "\x0e");
    SAYS(1, OK);
    char *result = script_replay(&script, true, (struct split){0}, false);
    CHECK(strstr(result, "unframed") == NULL, "80 of a kind give\n%s", result);
    free(result);
    ASKS(0, "\3select");
    result = script_replay(&script, false, (struct split){0}, false);
    CHECK(strstr(result, "unframed"), "another kind where 79 wait gives\n%s", result);
    free(result);
}

static void nonsense(void)
{
    begin(MARIADB);
    ASKS(0, "\x7f");
    script_expect(&script, "a command that is none", STARTED GREETED "unframed\n");
    begin(MARIADB);
    ASKS(0, "\3a");
    SAYS(1, "\1\1");
    SAYS(3, "\3def");
    script_expect(&script, "a number that is left out",
                  STARTED ">REQUEST 42..48\n" GREETED "<RESPONSE 68..78 BROKEN\nunframed\n");
    begin(MARIADB);
    SAYS(0, OK);
    script_expect(&script, "what nobody asked for", STARTED GREETED "unframed\n");
    begin(MARIADB);
    ASKS(0, "\3a");
    SAYS(1, "\1\1");
    script_add(&script, '<', "", 0);
    script_expect(&script, "an end within a result", STARTED ">REQUEST 42..48\n" GREETED "<RESPONSE 68..74 BROKEN\n");
}

void mysql_tests(void)
{
    results();
    logins();
    asked_in_a_row();
    nonsense();
}
