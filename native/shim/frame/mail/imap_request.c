/* SPDX-License-Identifier: MIT */
/* An IMAP client's side: commands with their tags, literals in them, lines that answer a challenge or end IDLE. */
#include "imap.h"

#include "../keep.h"

static bool flies(const struct frame_run *run, uint32_t kind)
{
    const struct imap_direction *self = &run->self->imap;
    const struct imap_shared *shared = &run->state->shared.imap;
    bool last = run->self->begun && frame_load(&shared->flying[self->slot].number) == run->self->begun;
    return last && (!kind || (shared->flying[self->slot].tag & IMAP_KIND) == kind);
}

int bp_imap_request(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct imap_direction *self = &run->self->imap;
    uint8_t slot = self->slot;
    bool secret = flies(run, IMAP_AUTHENTICATE), done = flies(run, IMAP_IDLE);
    (void)count;
    if (!secret && (*first == '\r' || *first == '\n')) return FRAME_NOBODY;
    if (!secret && (*first <= ' ' || *first >= 127)) return FRAME_GIVE_UP;
    memset(self, 0, sizeof *self);
    self->slot = slot;
    self->secret = secret;
    self->phase = secret || done ? IMAP_TEXT : IMAP_TAG;
    self->hash = IMAP_HASH_BEGIN;
    if (secret || done) return BP_MESSAGE_NOTICE;
    run->self->exchange = run->self->begun + 1;
    return BP_MESSAGE_REQUEST;
}

/* The answers of this tag are the command's. */
static void tag_ends(struct frame_run *run)
{
    struct imap_direction *self = &run->self->imap;
    struct imap_shared *shared = &run->state->shared.imap;
    self->phase = IMAP_TEXT;
    for (self->slot = 0; self->slot < IMAP_FLYING; self->slot++)
        if (frame_load(&shared->flying[self->slot].number) == 0) break;
    if (self->slot == IMAP_FLYING) {
        self->slot = 0;
        frame_break(run);
        return;
    }
    shared->flying[self->slot].tag = self->hash & ~IMAP_KIND;
    frame_store(&shared->flying[self->slot].number, run->self->begun);
}

/* Mailboxes, sets and items are kept; credentials, messages and what is searched for are not. */
static bool is_kept(const struct mail_words *words)
{
    static const char all[][9] = {"SELECT", "EXAMINE", "CREATE", "DELETE", "RENAME", "SUBSCRIB", "UNSUBSCR", "LIST",
                                  "LSUB",   "STATUS",  "FETCH",  "STORE",  "COPY",   "MOVE",     "ENABLE"};
    if (words->index == 1 && (mail_is(words, "APPEND") || mail_is(words, "AUTHENTI"))) return true;
    if (words->index <= 2 && mail_is(words, "UID")) return true;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (mail_is(words, all[i])) return true;
    return false;
}

static uint32_t kind_of(const struct mail_words *words)
{
    if (mail_is(words, "AUTHENTI")) return IMAP_AUTHENTICATE;
    if (mail_is(words, "IDLE")) return IMAP_IDLE;
    return mail_is(words, "STARTTLS") || mail_is(words, "COMPRESS") ? IMAP_TRANSFORM : IMAP_PLAIN;
}

void bp_imap_literal(struct frame_run *run)
{
    struct imap_direction *self = &run->self->imap;
    if (self->literal) return;
    self->literal = true;
    if (self->waits && !flies(run, 0)) frame_break(run);
    if (!self->words.inside) frame_keep_byte(run, ' ');
    if (!self->words.hidden) frame_keep_redacted(run);
    self->words.inside = self->words.hidden = true;
}

static void line_ends(struct frame_run *run)
{
    struct imap_direction *self = &run->self->imap;
    struct imap_shared *shared = &run->state->shared.imap;
    bool literal = bp_imap_brace(self, '\n');
    self->literal = false;
    if (literal && self->number) self->phase = IMAP_LITERAL;
    if (literal) return;
    run->ended = true;
    if (run->self->type != BP_MESSAGE_REQUEST) return;
    if (flies(run, 0)) frame_store(&shared->flying[self->slot].tag, (self->hash & ~IMAP_KIND) | kind_of(&self->words));
}

void bp_imap_request_byte(struct frame_run *run, uint8_t byte)
{
    struct imap_direction *self = &run->self->imap;
    if (self->phase == IMAP_TAG) {
        if (byte == ' ' || byte == '\r' || byte == '\n')
            tag_ends(run);
        else
            self->hash = imap_hash(self->hash, byte);
        if (byte != '\n') return;
    }
    if (run->broken) return;
    if (byte == '\n')
        line_ends(run);
    else if (!self->secret) {
        bp_imap_brace(self, byte);
        bp_mail_word(run, &self->words, byte, is_kept(&self->words));
    } else if (self->line == 1)
        frame_keep_redacted(run);
}
