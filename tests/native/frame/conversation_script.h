/* SPDX-License-Identifier: MIT */
/* A recorded or hand-made conversation, and what the framers make of it however its bytes are split. */
#ifndef CONVERSATION_SCRIPT_H
#define CONVERSATION_SCRIPT_H

#include "../../../native/shim/frame/frame.h"

struct entry {
    bool client;
    const uint8_t *bytes;
    size_t count; /* 0: this side has ended */
};

#define SCRIPT_ENTRIES 1024

struct script {
    struct entry entries[SCRIPT_ENTRIES];
    size_t count;
    uint8_t content[1 << 18];
    size_t used;
    uint16_t hint; /* what the services map says */
    uint32_t text_limit;
    bool keep_values; /* not redacted */
    bool roles;       /* it is known who called connect */
    const struct bp_private *declared;
    const struct bp_frame_passed *passed; /* what the client's end was told; the server's is told the mirror image */
};

/* A protocol by its framer's name, which is what the names of recorded conversations begin with. */
uint16_t script_protocol(const char *name, size_t length);

void script_begin(struct script *script);
/* What one of its ends knows before the first byte. */
void script_start(const struct script *script, bool client_end, struct bp_conversation *conversation);
void script_load(struct script *script, const char *path);
void script_add(struct script *script, char side, const void *bytes, size_t count);
/* Joins neighbouring entries of the same side, as a slow reader would see them. */
void script_coalesce(struct script *script);

#define CLIENT(script, text) script_add(script, '>', text, sizeof(text) - 1)
#define SERVER(script, text) script_add(script, '<', text, sizeof(text) - 1)

/* PostgreSQL messages: type byte, length, body (without the literal's NUL; write it when the protocol has one). */
void script_postgres(struct script *script, char side, char type, const void *body, size_t count);
#define ASK(script, type, body) script_postgres(script, '>', type, body, sizeof(body) - 1)
#define ANSWER(script, type, body) script_postgres(script, '<', type, body, sizeof(body) - 1)
/* A start-up message without password, answered up to ReadyForQuery: client 16 bytes, server 15. */
void script_postgres_started(struct script *script);

/* How the bytes of entries come: whole, `step` at a time, in random parts (`seed`), or cut in two at `at` bytes of all.
 */
struct split {
    size_t at;
    size_t step;
    uint32_t seed;
    size_t room; /* for text; 0: plenty */
    bool front;  /* the digest's: bytes lie against the fence before them, not behind */
};

/* The messages as text: a line each, client's first; with their kept text indented below when `texts`. To be freed.
 * Checks on the way that every piece keeps the promises of frame.h. */
char *script_replay(const struct script *script, bool client_end, struct split split, bool texts);

/* The same as a number: begins, kept text and ends of both sides, in the order of the streams, and whether it ended
 * unframed. Checks the same promises. */
uint64_t script_digest(const struct script *script, bool client_end, struct split split);

/* How much of what is offered next is given: bytes that have passed, bytes that are left of the entry. */
size_t script_cut(struct split *split, size_t passed, size_t left);

/* Replays on both ends, cut at every byte, byte by byte and in random parts: always the same. Returns that text, to be
 * freed. */
char *script_replay_all(const struct script *script, const char *name, bool texts);

/* All of that, without texts, is `expected`. */
void script_expect(const struct script *script, const char *name, const char *expected);
/* With texts. */
void script_expect_texts(const struct script *script, const char *name, const char *expected);

#endif
