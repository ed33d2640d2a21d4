/* SPDX-License-Identifier: MIT */
#include "conversation_script.h"

#include <stddef.h>
#include <string.h>

#include "check.h"

struct message {
    uint8_t type;
    uint8_t flags;
    uint32_t exchange;
    uint64_t start;
    uint64_t end;
    uint64_t bytes; /* of a message with an exchange number: others' may lie between them */
    char *text;
    size_t length;
};

struct side {
    size_t count;
    bool open;
    uint64_t offset;
    uint64_t undecided; /* bytes of type 0 just before offset */
    struct message messages[1024];
};

uint16_t script_protocol(const char *name, size_t length)
{
    static const struct {
        uint16_t number;
        const char *name;
    } known[] = {
#define BP_PROTOCOL(number, NAME, name, services) {number, #name},
#include "../../../native/wire/protocols.def"
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i].name) == length && memcmp(known[i].name, name, length) == 0) return known[i].number;
    return BP_PROTOCOL_NONE;
}

void script_begin(struct script *script)
{
    script->count = script->used = 0;
    script->hint = BP_PROTOCOL_NONE;
    script->text_limit = BP_TEXT_DEFAULT;
    script->keep_values = script->roles = false;
    script->declared = NULL;
    script->passed = NULL;
}

void script_start(const struct script *script, bool client_end, struct bp_conversation *conversation)
{
    uint8_t role = !script->roles ? BP_ROLE_UNKNOWN : client_end ? BP_ROLE_CLIENT : BP_ROLE_SERVER;
    bp_frame_start(conversation, script->hint, role, script->text_limit, !script->keep_values);
    bp_frame_declare(conversation, script->declared);
    if (!script->passed) return;
    struct bp_frame_passed passed = *script->passed;
    if (!client_end) {
        passed.sent_asks ^= 1;
        passed.begun[0] = script->passed->begun[1];
        passed.begun[1] = script->passed->begun[0];
    }
    bp_frame_go_on(conversation, &passed);
}

void script_add(struct script *script, char side, const void *bytes, size_t count)
{
    CHECK(script->used + count <= sizeof script->content && script->count < SCRIPT_ENTRIES, "the script is too long");
    memcpy(script->content + script->used, bytes, count);
    script->entries[script->count++] = (struct entry){side == '>', script->content + script->used, count};
    script->used += count;
}

void script_load(struct script *script, const char *path)
{
    static uint8_t file[1 << 18];
    script_begin(script);
    FILE *stream = fopen(path, "rb");
    CHECK(stream, "cannot open %s", path);
    size_t size = fread(file, 1, sizeof file, stream);
    fclose(stream);
    size_t at = 0;
    while (at + 5 <= size) {
        uint32_t count;
        memcpy(&count, file + at + 1, 4);
        CHECK(count <= size - at - 5, "%s: torn entry at %zu", path, at);
        script_add(script, (char)file[at], file + at + 5, count);
        at += 5 + count;
    }
    CHECK(at == size && script->count, "%s: torn or empty", path);
}

void script_coalesce(struct script *script)
{
    size_t kept = 0;
    for (size_t i = 1; i < script->count; i++) {
        struct entry *last = &script->entries[kept], *next = &script->entries[i];
        if (last->client == next->client && last->count && next->count)
            last->count += next->count;
        else
            script->entries[++kept] = *next;
    }
    script->count = kept + 1;
}

void script_postgres(struct script *script, char side, char type, const void *body, size_t count)
{
    uint8_t message[4096] = {(uint8_t)type, 0, 0, (uint8_t)((count + 4) >> 8), (uint8_t)(count + 4)};
    memcpy(message + 5, body, count);
    script_add(script, side, message, count + 5);
}

void script_postgres_started(struct script *script)
{
    CLIENT(script, "\0\0\0\x10\0\3\0\0user\0a\0\0");
    ANSWER(script, 'R', "\0\0\0\0");
    ANSWER(script, 'Z', "I");
}

static void take_text(struct message *message, const uint8_t *text, size_t length)
{
    message->text = realloc(message->text, message->length + length + 1);
    memcpy(message->text + message->length, text, length);
    message->length += length;
}

/* The message that a piece belongs to: the last one, or the open one of its number. */
static struct message *message_of(struct side *side, const struct bp_piece *piece)
{
    for (size_t i = side->count; piece->exchange && i-- > 0;) {
        struct message *message = &side->messages[i];
        if (message->exchange == piece->exchange && !(message->flags & BP_MESSAGE_END)) return message;
    }
    if (!piece->exchange && !(piece->flags & BP_MESSAGE_BEGIN)) return &side->messages[side->count - 1];
    CHECK(side->count < 1024, "too many messages");
    struct message *message = &side->messages[side->count++];
    *message =
        (struct message){.type = piece->type, .exchange = piece->exchange, .start = side->offset - piece->earlier};
    return message;
}

/* Notes one piece, after checking what it promises. */
static void take_piece(struct side *side, struct bp_piece piece, bool unframed, size_t offered, const uint8_t *text,
                       size_t room)
{
    CHECK(piece.length >= 1 && piece.length <= offered, "piece of %zu of %zu bytes", piece.length, offered);
    CHECK(piece.text_length <= room, "%u bytes of text in room for %zu", piece.text_length, room);
    CHECK(piece.exchange || !(piece.flags & BP_MESSAGE_BEGIN) == (side->open || !piece.type),
          "BEGIN out of order, flags %x", piece.flags);
    CHECK(!piece.exchange || !side->open, "a number within a message without one");
    CHECK(piece.type || (!piece.flags && !piece.text_length && (!side->open || unframed)),
          "nobody's bytes within a message");
    CHECK(piece.earlier <= side->undecided, "%u earlier bytes of %zu", piece.earlier, (size_t)side->undecided);
    struct message *message = piece.type ? message_of(side, &piece) : NULL;
    side->offset += piece.length;
    side->undecided = piece.type ? 0 : side->undecided + piece.length;
    if (!message) return;
    message->bytes += piece.earlier + piece.length;
    CHECK(message->type == piece.type, "type changed within a message");
    message->flags |= piece.flags;
    message->end = side->offset;
    take_text(message, text, piece.text_length);
    if (!piece.exchange) side->open = !(piece.flags & BP_MESSAGE_END);
}

static void close_side(struct bp_conversation *conversation, bool sent, struct side *side)
{
    struct bp_piece piece = bp_frame_close(conversation, sent);
    CHECK(!piece.type == !side->open, "close disagrees about an open message");
    if (!piece.type) return;
    struct message *last = &side->messages[side->count - 1];
    CHECK(last->type == piece.type && (piece.flags & BP_MESSAGE_END), "close names another message");
    last->flags |= piece.flags;
    side->open = false;
}

size_t script_cut(struct split *split, size_t passed, size_t left)
{
    if (split->step) return left < split->step ? left : split->step;
    if (split->seed) {
        split->seed = split->seed * 1664525u + 1013904223u;
        size_t most = split->seed & 0x80000000u ? 12 : left;
        return 1 + (split->seed >> 8) % (most < left ? most : left);
    }
    return split->at > passed && split->at < passed + left ? split->at - passed : left;
}

static void print_text(FILE *out, const struct message *message)
{
    for (size_t i = 0; i < message->length; i++) {
        uint8_t c = (uint8_t)message->text[i];
        if (i == 0 || message->text[i - 1] == '\n') fputs("    |", out);
        if (c == '\n')
            fputc('\n', out);
        else if (c == '\t' || (c >= ' ' && c < 127))
            fputc(c, out);
        else
            fprintf(out, c == '\r' ? "\\r" : "\\x%02x", c);
    }
    if (message->length && message->text[message->length - 1] != '\n') fputs("\\\n", out);
}

static void print_side(FILE *out, const struct side *side, char mark, bool texts)
{
    static const char *const types[] = {"NOBODY", "REQUEST", "RESPONSE", "NOTICE"};
    for (size_t i = 0; i < side->count; i++) {
        const struct message *message = &side->messages[i];
        fprintf(out, "%c%s %lu..%lu", mark, types[message->type], message->start, message->end);
        if (message->exchange)
            fprintf(out, " #%u of %lu%s", message->exchange, message->bytes,
                    message->flags & BP_MESSAGE_END ? "" : " OPEN");
        fprintf(out, "%s%s%s\n", message->flags & BP_MESSAGE_CUT ? " CUT" : "",
                message->flags & BP_MESSAGE_REDACTED ? " REDACTED" : "",
                message->flags & BP_MESSAGE_BROKEN ? " BROKEN" : "");
        if (texts) print_text(out, message);
        free(message->text);
    }
}

char *script_replay(const struct script *script, bool client_end, struct split split, bool texts)
{
    static uint8_t text[1 << 16];
    static struct side sides[2];
    size_t room = split.room ? split.room : sizeof text;
    struct bp_conversation conversation;
    for (int i = 0; i < 2; i++)
        memset(&sides[i], 0, offsetof(struct side, messages));
    script_start(script, client_end, &conversation);
    size_t passed = 0;
    for (size_t i = 0; i < script->count; i++) {
        const struct entry *entry = &script->entries[i];
        bool sent = entry->client == client_end;
        if (entry->count == 0) close_side(&conversation, sent, &sides[entry->client]);
        for (size_t done = 0; done < entry->count;) {
            size_t offered = script_cut(&split, passed, entry->count - done);
            struct bp_piece piece = bp_frame_next(&conversation, sent, entry->bytes + done, offered, text, room);
            take_piece(&sides[entry->client], piece, conversation.unframed, offered, text, room);
            done += piece.length;
            passed += piece.length;
        }
    }
    char *result;
    size_t size;
    FILE *out = open_memstream(&result, &size);
    print_side(out, &sides[true], '>', texts);
    print_side(out, &sides[false], '<', texts);
    if (conversation.unframed) fputs("unframed\n", out);
    fclose(out);
    return result;
}

/* Texts are made only where the digest says that they differ. */
static void replay_same(const struct script *script, const char *name, struct split split, bool texts,
                        const char *expected, uint64_t whole)
{
    for (int client_end = 0; client_end < 2; client_end++) {
        if (script_digest(script, client_end, split) == whole) continue;
        char *result = script_replay(script, client_end, split, texts);
        CHECK(strcmp(result, expected) == 0,
              "%s: %s's end, cut at %zu, step %zu, seed %u, room %zu gives\n%s\ninstead of\n%s", name,
              client_end ? "client" : "server", split.at, split.step, split.seed, split.room, result, expected);
        free(result);
    }
}

char *script_replay_all(const struct script *script, const char *name, bool texts)
{
    char *expected = script_replay(script, true, (struct split){0}, texts);
    uint64_t whole = script_digest(script, true, (struct split){0});
    for (size_t at = 0; at < script->used; at++)
        replay_same(script, name, (struct split){.at = at}, texts, expected, whole);
    for (size_t step = 1; step < 16; step++)
        replay_same(script, name, (struct split){.step = step, .room = 512}, texts, expected, whole);
    for (uint32_t seed = 1; seed < 64; seed++)
        replay_same(script, name, (struct split){.seed = seed, .room = 512 + seed % 7}, texts, expected, whole);
    return expected;
}

static void expect(const struct script *script, const char *name, bool texts, const char *expected)
{
    char *result = script_replay_all(script, name, texts);
    CHECK(strcmp(result, expected) == 0, "%s gives\n%s\ninstead of\n%s", name, result, expected);
    free(result);
}

void script_expect(const struct script *script, const char *name, const char *expected)
{
    expect(script, name, false, expected);
}

void script_expect_texts(const struct script *script, const char *name, const char *expected)
{
    expect(script, name, true, expected);
}
