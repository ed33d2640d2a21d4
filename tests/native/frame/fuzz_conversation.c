/* SPDX-License-Identifier: MIT */
/*
 * Any input, read as a recorded conversation: every piece keeps its promises, and the messages do not depend on splits
 * or on whose end it is. BP_PROTOCOL names the protocol that the services map knows in half of all inputs.
 */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct script script;
static uint16_t protocol;

/* What one side has said so far, as a hash over begins, kept text and ends in the order of the stream. */
struct teller {
    uint64_t hash;
    uint64_t offset;
    uint64_t undecided; /* bytes of type 0 just before offset */
    bool open;
};

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count, (void)arguments;
    const char *name = getenv("BP_PROTOCOL");
    protocol = name ? script_protocol(name, strlen(name)) : BP_PROTOCOL_NONE;
    return 0;
}

static uint32_t choice_of(const uint8_t *data, size_t size)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ data[i]) * 16777619u;
    return hash;
}

/* Entries as in a recording, as far as they go. */
static void read_entries(const uint8_t *data, size_t size)
{
    script_begin(&script);
    while (size > 5 && script.count < SCRIPT_ENTRIES) {
        uint32_t count;
        memcpy(&count, data + 1, 4);
        if (count > size - 5) count = (uint32_t)size - 5;
        script_add(&script, (char)*data, data + 5, count);
        data += 5 + count;
        size -= 5 + count;
    }
}

static void tell(struct teller *teller, uint64_t word)
{
    teller->hash = (teller->hash ^ word) * 0x9e3779b97f4a7c15u;
    teller->hash ^= teller->hash >> 29;
}

static void take(struct teller *teller, const struct bp_piece *piece, const uint8_t *text)
{
    if (piece->flags & BP_MESSAGE_BEGIN) {
        tell(teller, teller->offset - piece->earlier);
        tell(teller, (uint64_t)piece->exchange << 16 | piece->type);
    }
    for (uint32_t i = 0; i < piece->text_length; i++)
        tell(teller, text[i]);
    teller->offset += piece->length;
    teller->undecided = piece->type ? 0 : teller->undecided + piece->length;
    if (piece->flags & BP_MESSAGE_END) {
        tell(teller, teller->offset);
        tell(teller, (uint64_t)piece->exchange << 16 | (uint64_t)piece->type << 8 | (piece->flags & ~BP_MESSAGE_BEGIN));
    }
    if (!piece->exchange && piece->type) teller->open = !(piece->flags & BP_MESSAGE_END);
}

static void check(const struct teller *teller, const struct bp_piece *piece, size_t offered, size_t room, bool unframed)
{
    bool begins = piece->flags & BP_MESSAGE_BEGIN;
    CHECK(piece->length >= 1 && piece->length <= offered, "piece of %zu of %zu bytes", piece->length, offered);
    CHECK(piece->text_length <= room, "%u bytes of text in room for %zu", piece->text_length, room);
    CHECK(piece->earlier <= teller->undecided, "%u earlier bytes of %zu", piece->earlier, (size_t)teller->undecided);
    CHECK(piece->exchange ? !teller->open : begins == (piece->type && !teller->open), "BEGIN out of order");
    CHECK(piece->type || (!piece->flags && !piece->text_length && (!teller->open || unframed)), "a hole in a message");
}

/* Mostly one cut, which finds as much as many in less time. */
static struct split split_by(uint32_t choice)
{
    if (choice >> 28 == 0) return (struct split){.step = 1, .room = 512};
    if (choice >> 28 < 4) return (struct split){.seed = choice | 1, .room = 512 + choice % 512};
    return (struct split){.at = script.used ? (choice >> 8) % script.used : 0};
}

static size_t next_cut(struct split *split, size_t passed, size_t left)
{
    if (split->step) return left < split->step ? left : split->step;
    if (!split->seed) return split->at > passed && split->at < passed + left ? split->at - passed : left;
    split->seed = split->seed * 1664525u + 1013904223u;
    size_t most = split->seed & 0x80000000u ? 12 : left;
    return 1 + (split->seed >> 8) % (most < left ? most : left);
}

/* What both sides say, and whether it ended unframed, in one number. */
static uint64_t digest(bool client_end, struct split split)
{
    static uint8_t text[8192];
    size_t room = split.room ? split.room : sizeof text;
    struct teller tellers[2] = {0};
    struct bp_conversation conversation;
    size_t passed = 0;
    bp_frame_start(&conversation, script.hint, BP_ROLE_UNKNOWN, script.text_limit, !script.keep_values);
    for (size_t i = 0; i < script.count; i++) {
        const struct entry *entry = &script.entries[i];
        struct teller *teller = &tellers[entry->client];
        bool sent = entry->client == client_end;
        for (size_t done = 0; done < entry->count;) {
            size_t offered = next_cut(&split, passed, entry->count - done);
            struct bp_piece piece = bp_frame_next(&conversation, sent, entry->bytes + done, offered, text, room);
            check(teller, &piece, offered, room, conversation.unframed);
            take(teller, &piece, text);
            done += piece.length;
            passed += piece.length;
        }
        if (entry->count) continue;
        struct bp_piece last = bp_frame_close(&conversation, sent);
        CHECK(!last.type == !teller->open, "close disagrees about an open message");
        take(teller, &last, text);
    }
    tell(&tellers[0], tellers[1].hash);
    tell(&tellers[0], conversation.unframed);
    return tellers[0].hash;
}

static void show_difference(uint32_t choice, struct split split)
{
    char *expected = script_replay(&script, choice & 16, (struct split){0}, true);
    char *result = script_replay(&script, choice & 32, split, true);
    CHECK(false, "step %zu, seed %u gives\n%s\ninstead of\n%s", split.step, split.seed, result, expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t choice = choice_of(data, size);
    read_entries(data, size);
    script.hint = choice & 2 ? protocol : BP_PROTOCOL_NONE;
    script.keep_values = choice & 4;
    script.text_limit = choice & 8 ? choice >> 20 : BP_TEXT_DEFAULT;
    struct split split = split_by(choice);
    if (digest(choice & 32, split) != digest(choice & 16, (struct split){0})) show_difference(choice, split);
    return 0;
}
