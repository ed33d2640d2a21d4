/* SPDX-License-Identifier: MIT */
/*
 * IMAP (RFC 9051, RFC 3501): answers bear the tag of their command, so exchanges are numbered; what a server says
 * without a tag belongs to the oldest command that it has not answered.
 */
#include "imap.h"

#include "../keep.h"

#define LITERAL_MAX ((uint64_t)1 << 40)

enum { BRACE_NONE, BRACE_OPEN, BRACE_DIGITS, BRACE_PLUS, BRACE_CLOSED };

bool bp_imap_brace(struct imap_direction *self, uint8_t byte)
{
    bool digit = byte >= '0' && byte <= '9';
    uint8_t then = self->brace;
    if (byte == '\n') {
        self->brace = BRACE_NONE;
        return then == BRACE_CLOSED;
    }
    if (byte == '\r') return false;
    if (byte == '{') {
        self->brace = BRACE_OPEN;
        self->number = 0;
    } else if (digit && (then == BRACE_OPEN || then == BRACE_DIGITS) && self->number < LITERAL_MAX) {
        self->brace = BRACE_DIGITS;
        self->number = self->number * 10 + (uint8_t)(byte - '0');
    } else if (byte == '+' && then == BRACE_DIGITS)
        self->brace = BRACE_PLUS;
    else {
        self->waits = then == BRACE_DIGITS;
        self->brace = byte == '}' && (then == BRACE_DIGITS || then == BRACE_PLUS) ? BRACE_CLOSED : BRACE_NONE;
    }
    return false;
}

/* A tag, a blank and a letter: the tag's length, FRAME_MORE or 0. */
static int tag_length(const uint8_t *first, size_t count)
{
    size_t at = 0;
    while (at < count && first[at] > ' ' && first[at] < 127)
        at++;
    if (at + 1 >= count) return at + 1 < HELD_MAX ? FRAME_MORE : 0;
    return first[at] == ' ' && (first[at + 1] | 0x20) >= 'a' && (first[at + 1] | 0x20) <= 'z' ? (int)at : 0;
}

/* A word and a blank could be anything: only where the services map says so. */
static int imap_recognise(const uint8_t *first, size_t count, bool hinted)
{
    static const char *const greetings[] = {"* OK", "* PREAUTH", "* BYE"};
    if (!hinted) return FRAME_GIVE_UP;
    int verdict = FRAME_GIVE_UP;
    for (size_t i = 0; i < sizeof greetings / sizeof greetings[0] && verdict != BP_MESSAGE_RESPONSE; i++) {
        size_t length = strlen(greetings[i]), known = count < length ? count : length;
        if (memcmp(first, greetings[i], known) == 0) verdict = known == length ? BP_MESSAGE_RESPONSE : FRAME_MORE;
    }
    if (*first == '*') return verdict;
    int tag = tag_length(first, count);
    return tag < 0 ? tag : tag ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

/* The oldest command in flight, or IMAP_FLYING. */
static uint8_t oldest(const struct imap_shared *shared)
{
    uint8_t found = IMAP_FLYING;
    uint32_t least = UINT32_MAX;
    for (uint8_t slot = 0; slot < IMAP_FLYING; slot++) {
        uint32_t number = frame_load(&shared->flying[slot].number);
        if (number && number < least) {
            least = number;
            found = slot;
        }
    }
    return found;
}

static uint8_t of_tag(const struct imap_shared *shared, const uint8_t *tag, size_t length)
{
    uint32_t hash = IMAP_HASH_BEGIN;
    for (size_t i = 0; i < length; i++)
        hash = imap_hash(hash, tag[i]);
    uint8_t slot = 0;
    for (; slot < IMAP_FLYING; slot++)
        if (frame_load(&shared->flying[slot].number) && (shared->flying[slot].tag & ~IMAP_KIND) == (hash & ~IMAP_KIND))
            break;
    return slot;
}

static int begin_response(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct imap_direction *self = &run->self->imap;
    struct imap_shared *shared = &run->state->shared.imap;
    bool tagged = *first != '*' && *first != '+';
    int tag = tagged ? tag_length(first, count) : 0;
    if (tag < 0) return tag;
    if (tagged && tag == 0) return FRAME_GIVE_UP;
    uint8_t slot = tagged ? of_tag(shared, first, (size_t)tag) : oldest(shared), begun = self->begun;
    if (tagged && slot == IMAP_FLYING) return FRAME_GIVE_UP;
    memset(self, 0, sizeof *self);
    self->begun = begun;
    self->tagged = tagged;
    self->slot = slot;
    self->phase = IMAP_TAG;
    if (slot == IMAP_FLYING) return BP_MESSAGE_NOTICE;
    run->self->exchange = shared->flying[slot].number;
    run->continues = begun >> slot & 1;
    self->begun |= (uint8_t)(1u << slot);
    return BP_MESSAGE_RESPONSE;
}

static int imap_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    return run->self->asking ? bp_imap_request(run, first, count) : begin_response(run, first, count);
}

/* The tagged line is the answer's last. */
static void answer_ends(struct frame_run *run)
{
    struct imap_direction *self = &run->self->imap;
    struct imap_shared *shared = &run->state->shared.imap;
    bool transforms = (shared->flying[self->slot].tag & IMAP_KIND) == IMAP_TRANSFORM;
    bool good = mail_is(&self->words, "OK");
    self->begun &= (uint8_t) ~(1u << self->slot);
    frame_store(&shared->flying[self->slot].number, 0);
    if (transforms && good) frame_store(&run->conversation->unframed, true);
}

/* A status line ends with text for people, where braces mean nothing. */
static bool is_status(const struct mail_words *words)
{
    return mail_is(words, "OK") || mail_is(words, "NO") || mail_is(words, "BAD") || mail_is(words, "BYE") ||
           mail_is(words, "PREAUTH");
}

/* Of a tagged line the word behind the tag is kept. */
static void response_byte(struct frame_run *run, uint8_t byte)
{
    struct imap_direction *self = &run->self->imap;
    if (self->phase == IMAP_TAG) {
        if (byte == ' ' || byte == '\n') self->phase = IMAP_TEXT;
        if (byte != '\n') return;
    }
    if (byte == '\n') {
        bool literal = bp_imap_brace(self, byte) && !self->tagged && !is_status(&self->words);
        if (literal && self->number) self->phase = IMAP_LITERAL;
        if (literal) return;
        run->ended = true;
        run->goes_on = !self->tagged && run->self->type == BP_MESSAGE_RESPONSE;
        if (self->tagged) answer_ends(run);
        return;
    }
    bp_imap_brace(self, byte);
    bool first = self->words.index == 0 && byte > ' ';
    if (first && self->words.name_count < sizeof self->words.name) {
        self->words.name[self->words.name_count++] = byte >= 'a' && byte <= 'z' ? (uint8_t)(byte - 32) : byte;
        if (self->tagged) bp_keep_escaped(run, byte);
    }
    if (byte == ' ') self->words.index = 1;
}

static size_t imap_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct imap_direction *self = &run->self->imap;
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, MAIL_ROOM)) {
        if (self->phase == IMAP_LITERAL) {
            if (run->self->asking) bp_imap_literal(run);
            if (run->broken) return done + 1;
            size_t step = count - done < self->number ? count - done : self->number;
            self->number -= step;
            done += step;
            if (self->number == 0) self->phase = IMAP_TEXT;
        } else {
            self->line++;
            if (run->self->asking)
                bp_imap_request_byte(run, bytes[done]);
            else
                response_byte(run, bytes[done]);
            done++;
        }
    }
    return done;
}

static bool imap_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

/* Commands in flight have been asked, and no two are the same. */
static bool imap_sound(const struct frame_state *state, uint32_t asked)
{
    const struct imap_shared *shared = &state->shared.imap;
    for (unsigned slot = 0; slot < IMAP_FLYING; slot++) {
        uint32_t number = shared->flying[slot].number;
        if (number > asked) return false;
        for (unsigned other = 0; number && other < slot; other++)
            if (shared->flying[other].number == number) return false;
    }
    return true;
}

/* Goes on in another process: what follows may belong to the newest command. */
static void imap_resume(struct frame_state *state, struct frame_direction *asking, const struct frame_state *before)
{
    (void)before;
    for (uint8_t slot = 0; slot < IMAP_FLYING; slot++)
        if (asking->begun && state->shared.imap.flying[slot].number == asking->begun) asking->imap.slot = slot;
}

const struct frame_protocol bp_imap = {
    .recognise = imap_recognise,
    .begin = imap_begin,
    .advance = imap_advance,
    .lawful = imap_lawful,
    .resume = imap_resume,
    .sound = imap_sound,
};
