/* SPDX-License-Identifier: MIT */
/* What the framers make of a conversation as one number, many times faster than as text. */
#include <string.h>

#include "check.h"
#include "conversation_script.h"

/* What one side has said so far, as a hash over begins, kept text and ends in the order of the stream. */
struct teller {
    uint64_t hash;
    uint64_t offset;
    uint64_t undecided; /* bytes of type 0 just before offset */
    bool open;
};

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

uint64_t script_digest(const struct script *script, bool client_end, struct split split)
{
    static uint8_t text[1 << 16];
    size_t room = split.room ? split.room : sizeof text;
    struct teller tellers[2] = {0};
    struct bp_conversation conversation;
    size_t passed = 0;
    bp_frame_start(&conversation, script->hint, BP_ROLE_UNKNOWN, script->text_limit, !script->keep_values);
    for (size_t i = 0; i < script->count; i++) {
        const struct entry *entry = &script->entries[i];
        struct teller *teller = &tellers[entry->client];
        bool sent = entry->client == client_end;
        for (size_t done = 0; done < entry->count;) {
            size_t offered = script_cut(&split, passed, entry->count - done);
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
