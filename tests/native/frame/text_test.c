/* SPDX-License-Identifier: MIT */
/* The limit cuts the kept text, and only the limit: a small room makes more pieces, not less text. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

static struct script script;

static void long_conversation(void)
{
    char sql[1500];
    script_begin(&script);
    script_postgres_started(&script);
    for (int i = 0; i < 1499; i++)
        sql[i] = "\n\t\\ x'y'"[i % 8];
    sql[1499] = 0;
    script_postgres(&script, '>', 'Q', sql, sizeof sql);
}

/* Behind "Q\t" and its text, all of it, stands the line's end. */
static void room_never_cuts(void)
{
    long_conversation();
    script.text_limit = BP_TEXT_MAX;
    char *expected = script_replay(&script, true, (struct split){0}, true);
    CHECK(!strstr(expected, "CUT") && strlen(expected) > 1500, "kept %zu bytes", strlen(expected));
    for (size_t room = 512; room < 700; room++) {
        char *result = script_replay(&script, true, (struct split){.room = room}, true);
        CHECK(strcmp(result, expected) == 0, "room for %zu gives\n%s\ninstead of\n%s", room, result, expected);
        free(result);
    }
    free(expected);
}

static struct bp_piece first_piece(uint32_t limit, const char *bytes, uint8_t *text)
{
    struct bp_conversation conversation;
    bp_frame_start(&conversation, BP_PROTOCOL_NONE, BP_ROLE_UNKNOWN, limit, true);
    return bp_frame_next(&conversation, false, (const uint8_t *)bytes, strlen(bytes), text, 1 << 16);
}

static void limit_cuts(void)
{
    static uint8_t text[1 << 16], all[1 << 16];
    const char head[] = "GET / HTTP/1.1\r\nCookie: x\r\nHost: a\r\n\r\n";
    struct bp_piece whole = first_piece(8192, head, all);
    for (uint32_t limit = 0; limit <= whole.text_length + 1; limit++) {
        struct bp_piece piece = first_piece(limit, head, text);
        uint32_t length = limit < whole.text_length ? limit : whole.text_length;
        CHECK(piece.text_length == length && memcmp(text, all, length) == 0, "limit %u keeps %u", limit,
              piece.text_length);
        CHECK(!(piece.flags & BP_MESSAGE_CUT) == (limit >= whole.text_length), "limit %u: flags %x", limit,
              piece.flags);
        CHECK(piece.length == sizeof head - 1 && (piece.flags & BP_MESSAGE_END), "limit %u: length %zu", limit,
              piece.length);
    }
}

static void limits_of_splits(void)
{
    for (uint32_t limit = 0; limit < 2000; limit = limit * 4 + 1) {
        long_conversation();
        script.text_limit = limit;
        free(script_replay_all(&script, "limited text", true));
    }
}

void text_tests(void)
{
    room_never_cuts();
    limit_cuts();
    limits_of_splits();
}
