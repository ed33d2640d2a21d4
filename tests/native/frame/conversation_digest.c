/* SPDX-License-Identifier: MIT */
/* What the framers make of a conversation as one number, many times faster than as text. */
#include <stddef.h>
#include <string.h>

#include "check.h"
#include "conversation_script.h"
#include "fence.h"

#define BLOCK 32 /* words of kept text that are hashed at a time */

/* What one side has said so far: begins and ends in the order of the stream, and kept text, as hashes. */
struct teller {
    uint64_t hash;
    uint64_t offset;
    uint64_t undecided; /* bytes of type 0 just before offset */
    uint64_t texts;     /* bytes of kept text */
    bool open;
    uint64_t block[BLOCK]; /* the last of them */
};

/* One end's view, and where its memory ends. */
struct view {
    struct bp_conversation *conversation;
    struct fence input;
    struct fence text;
    size_t room;
    bool front; /* where the input lies */
};

static uint64_t mixed(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static void tell(struct teller *teller, uint64_t word)
{
    teller->hash = mixed(teller->hash, word);
}

static void tell_block(struct teller *teller, size_t words)
{
    for (size_t i = 0; i < words; i++)
        tell(teller, teller->block[i]);
}

/* A message's border within the text and the stream. */
static void tell_border(struct teller *teller, uint64_t offset, const struct bp_piece *piece, uint8_t flags)
{
    tell(teller, offset);
    tell(teller, (uint64_t)piece->exchange << 32 | (uint64_t)piece->type << 8 | flags);
    tell(teller, teller->texts);
}

/* In blocks, so that the hash does not depend on the pieces. */
static void tell_text(struct teller *teller, const uint8_t *text, size_t count)
{
    while (count) {
        size_t filled = teller->texts % sizeof teller->block, fit = sizeof teller->block - filled;
        if (fit > count) fit = count;
        memcpy((uint8_t *)teller->block + filled, text, fit);
        teller->texts += fit;
        text += fit;
        count -= fit;
        if (filled + fit == sizeof teller->block) tell_block(teller, BLOCK);
    }
}

static uint64_t told(struct teller *teller)
{
    size_t filled = teller->texts % sizeof teller->block, words = (filled + 7) / 8;
    memset((uint8_t *)teller->block + filled, 0, 8 * words - filled);
    tell_block(teller, words);
    return teller->hash;
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

static void take(struct teller *teller, const struct bp_piece *piece, const uint8_t *text)
{
    if (piece->flags & BP_MESSAGE_BEGIN) tell_border(teller, teller->offset - piece->earlier, piece, 0);
    tell_text(teller, text, piece->text_length);
    teller->offset += piece->length;
    teller->undecided = piece->type ? 0 : teller->undecided + piece->length;
    if (piece->flags & BP_MESSAGE_END)
        tell_border(teller, teller->offset, piece, piece->flags & (uint8_t)~BP_MESSAGE_BEGIN);
    if (!piece->exchange && piece->type) teller->open = !(piece->flags & BP_MESSAGE_END);
}

/* What one read or write brings, piece by piece. */
static void pass(const struct view *view, bool sent, struct teller *teller, const uint8_t *bytes, size_t count)
{
    uint8_t *text = view->text.end - view->room;
    bytes = fence_put(&view->input, view->front, bytes, count);
    while (count) {
        struct bp_piece piece = bp_frame_next(view->conversation, sent, bytes, count, text, view->room);
        check(teller, &piece, count, view->room, view->conversation->unframed);
        take(teller, &piece, text);
        bytes += piece.length;
        count -= piece.length;
    }
}

static struct view view_of(const struct script *script, struct split split)
{
    static struct fence input, text, conversation;
    if (!input.begin) {
        input = fence_make(sizeof script->content);
        text = fence_make(1 << 16);
        conversation = fence_make(sizeof(struct bp_conversation));
    }
    return (struct view){(struct bp_conversation *)(void *)conversation.end - 1, input, text,
                         split.room ? split.room : (size_t)(text.end - text.begin), split.front};
}

uint64_t script_digest(const struct script *script, bool client_end, struct split split)
{
    struct view view = view_of(script, split);
    struct teller tellers[2];
    for (int i = 0; i < 2; i++)
        memset(&tellers[i], 0, offsetof(struct teller, block));
    script_start(script, client_end, view.conversation);
    size_t passed = 0;
    for (size_t i = 0; i < script->count; i++) {
        const struct entry *entry = &script->entries[i];
        struct teller *teller = &tellers[entry->client];
        bool sent = entry->client == client_end;
        for (size_t done = 0, count; done < entry->count; done += count, passed += count) {
            count = script_cut(&split, passed, entry->count - done);
            pass(&view, sent, teller, entry->bytes + done, count);
        }
        if (entry->count) continue;
        struct bp_piece last = bp_frame_close(view.conversation, sent);
        CHECK(!last.type == !teller->open, "close disagrees about an open message");
        take(teller, &last, NULL);
    }
    return mixed(mixed(told(&tellers[0]), told(&tellers[1])), view.conversation->unframed);
}
