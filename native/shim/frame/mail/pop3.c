/* SPDX-License-Identifier: MIT */
/* POP3 (RFC 1939; CAPA and PIPELINING: RFC 2449, STLS: RFC 2595, AUTH: RFC 5034): whether a reply goes on behind its
 * line depends on the command. */
#include "mail.h"

/* +OK or -ERR, or a challenge: 1, FRAME_MORE or FRAME_GIVE_UP. */
static int reply(const uint8_t *first, size_t count)
{
    static const char *const words[] = {"+OK", "-ERR", "+ ", "+\r"};
    int verdict = FRAME_GIVE_UP;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i]), known = count < length ? count : length;
        if (memcmp(first, words[i], known) == 0) verdict = known == length ? 1 : FRAME_MORE;
        if (verdict == 1) break;
    }
    return verdict;
}

static int pop3_recognise(const uint8_t *first, size_t count, bool hinted)
{
    if (!hinted) return FRAME_GIVE_UP;
    int said = reply(first, count);
    if (said != FRAME_GIVE_UP) return said == 1 ? BP_MESSAGE_RESPONSE : said;
    int verb = bp_mail_verb(first, count);
    bool known = verb == 4 && (memcmp(first, "CAPA", 4) == 0 || memcmp(first, "USER", 4) == 0);
    return verb < 0 ? verb : known ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

static bool pop3_resumes(const uint8_t *first, size_t count)
{
    return count > 6 && (memcmp(first, "RETR ", 5) == 0 || memcmp(first, "DELE ", 5) == 0);
}

static void pop3_resume(struct frame_state *state, struct frame_direction *asking, const struct frame_state *before)
{
    (void)before;
    state->direction[asking == &state->direction[0]].pop3.greeted = true;
}

static int begin_request(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct pop3_direction *self = &run->self->pop3;
    struct pop3_shared *shared = &run->state->shared.pop3;
    bool secret = frame_load(&shared->challenged);
    int verb = secret ? 1 : bp_mail_verb(first, count);
    if (verb <= 0) return verb < 0 ? verb : FRAME_GIVE_UP;
    memset(self, 0, sizeof *self);
    self->secret = secret;
    if (secret) frame_store(&shared->challenged, false);
    return BP_MESSAGE_REQUEST;
}

static int begin_response(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct pop3_direction *self = &run->self->pop3;
    struct pop3_shared *shared = &run->state->shared.pop3;
    int said = reply(first, count);
    if (said < 0) return said;
    uint32_t number = run->self->begun;
    bool asked = frame_other_has(run, number), greeted = self->greeted || asked;
    memset(self, 0, sizeof *self);
    self->greeted = self->shown = true;
    if (!greeted) return BP_MESSAGE_NOTICE;
    self->good = memcmp(first, "+O", 2) == 0;
    self->many = self->good && asked && (frame_load(&shared->many) >> (number % 64) & 1);
    self->encrypts = self->good && !self->many && frame_load(&shared->encryption) == number + 1;
    if (*first == '+' && !self->good) frame_store(&shared->challenged, true);
    return BP_MESSAGE_RESPONSE;
}

static int pop3_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    return run->self->asking ? begin_request(run, first, count) : begin_response(run, first, count);
}

/* Remembers whether the reply may go on. False when that would forget it of one that waits. */
static bool remember(struct frame_run *run, bool many)
{
    struct pop3_shared *shared = &run->state->shared.pop3;
    uint32_t number = run->self->begun - 1;
    uint64_t bit = (uint64_t)1 << (number % 64);
    bool waits = number >= 64 && !frame_other_has(run, number - 64);
    if (waits && many != !!(shared->many & bit)) return false;
    frame_store(&shared->many, many ? shared->many | bit : shared->many & ~bit);
    return true;
}

static void command_ends(struct frame_run *run)
{
    struct pop3_direction *self = &run->self->pop3;
    const struct mail_words *words = &self->words;
    bool alone = words->index + words->inside == 1;
    bool always = mail_is(words, "RETR") || mail_is(words, "TOP") || mail_is(words, "CAPA");
    bool lists = mail_is(words, "LIST") || mail_is(words, "UIDL") || mail_is(words, "AUTH");
    run->ended = true;
    if (!remember(run, always || (lists && alone))) frame_break(run);
    if (mail_is(words, "STLS")) frame_store(&run->state->shared.pop3.encryption, run->self->begun);
}

static void command_byte(struct frame_run *run, uint8_t byte)
{
    struct pop3_direction *self = &run->self->pop3;
    const struct mail_words *words = &self->words;
    bool numbers = mail_is(words, "RETR") || mail_is(words, "LIST") || mail_is(words, "DELE") ||
                   mail_is(words, "UIDL") || mail_is(words, "TOP");
    if (byte == '\n')
        command_ends(run);
    else if (!self->secret)
        bp_mail_word(run, &self->words, byte, numbers || (mail_is(words, "AUTH") && words->index == 1));
    else if (self->line == 1)
        frame_keep_redacted(run);
}

/* The line's first word is kept; the others may repeat values. */
static void reply_byte(struct frame_run *run, uint8_t byte)
{
    struct pop3_direction *self = &run->self->pop3;
    self->shown &= byte > ' ';
    if (self->shown) frame_keep_byte(run, byte);
    if (byte != '\n') return;
    run->ended = !self->many;
    self->phase = MAIL_LINE_BEGIN;
    if (self->encrypts) frame_store(&run->conversation->unframed, true);
}

static size_t pop3_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct pop3_direction *self = &run->self->pop3;
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, MAIL_ROOM)) {
        if (self->phase != MAIL_LINE) {
            done += bp_mail_message(run, &self->phase, bytes + done, count - done);
            continue;
        }
        if (++self->line > MAIL_LINE_MAX)
            frame_break(run);
        else if (run->self->asking)
            command_byte(run, bytes[done]);
        else
            reply_byte(run, bytes[done]);
        done++;
    }
    return done;
}

static bool pop3_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

static bool pop3_sound(const struct frame_state *state, uint32_t asked)
{
    return state->shared.pop3.challenged <= 1 && state->shared.pop3.encryption <= asked;
}

const struct frame_protocol bp_pop3 = {
    .recognise = pop3_recognise,
    .begin = pop3_begin,
    .advance = pop3_advance,
    .lawful = pop3_lawful,
    .resumes = pop3_resumes,
    .resume = pop3_resume,
    .sound = pop3_sound,
};
