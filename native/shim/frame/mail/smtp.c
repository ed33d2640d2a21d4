/* SPDX-License-Identifier: MIT */
/*
 * SMTP (RFC 5321; PIPELINING: RFC 2920, BDAT: RFC 3030, AUTH: RFC 4954, STARTTLS: RFC 3207): a command, a message and a
 * line that answers a challenge are requests; each has one reply.
 */
#include "../keep.h"
#include "mail.h"

enum smtp_wanted { SMTP_COMMAND, SMTP_MESSAGE, SMTP_SECRET };

#define CHUNK_MAX ((uint64_t)1 << 40)

/* Three digits, then what tells whether the reply goes on: 1, FRAME_MORE or FRAME_GIVE_UP. */
static int reply_code(const uint8_t *first, size_t count)
{
    for (size_t i = 0; i < 3 && i < count; i++)
        if (first[i] < (i ? '0' : '2') || first[i] > (i ? '9' : '5')) return FRAME_GIVE_UP;
    if (count < 4) return FRAME_MORE;
    return first[3] == ' ' || first[3] == '-' || first[3] == '\r' || first[3] == '\n' ? 1 : FRAME_GIVE_UP;
}

/* 220 and a word of four letters could be many things: only where the services map says so. */
static int smtp_recognise(const uint8_t *first, size_t count, bool hinted)
{
    if (!hinted) return FRAME_GIVE_UP;
    int code = reply_code(first, count);
    if (code != FRAME_GIVE_UP) return code == 1 ? BP_MESSAGE_RESPONSE : code;
    int verb = bp_mail_verb(first, count);
    if (verb < 0) return verb;
    bool greets = verb == 4 && (memcmp(first, "EHLO", 4) == 0 || memcmp(first, "HELO", 4) == 0 ||
                                memcmp(first, "ehlo", 4) == 0 || memcmp(first, "helo", 4) == 0);
    return greets ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

static bool smtp_resumes(const uint8_t *first, size_t count)
{
    return count > 10 && (memcmp(first, "MAIL FROM:", 10) == 0 || memcmp(first, "mail FROM:", 10) == 0);
}

static void smtp_resume(struct frame_state *state, struct frame_direction *asking, const struct frame_state *before)
{
    (void)before;
    state->direction[asking == &state->direction[0]].smtp.greeted = true;
}

static int begin_request(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct smtp_direction *self = &run->self->smtp;
    struct smtp_shared *shared = &run->state->shared.smtp;
    /* Leave is given or denied before the message or anything else may come. */
    if (self->waits && !frame_other_has(run, run->self->begun - 1)) return FRAME_GIVE_UP;
    uint8_t wanted = frame_load(&shared->wanted);
    int verb = wanted == SMTP_COMMAND ? bp_mail_verb(first, count) : 1;
    if (verb <= 0) return verb < 0 ? verb : FRAME_GIVE_UP;
    memset(self, 0, sizeof *self);
    self->phase = wanted == SMTP_MESSAGE ? MAIL_LINE_BEGIN : MAIL_LINE;
    self->secret = wanted == SMTP_SECRET;
    frame_store(&shared->wanted, SMTP_COMMAND);
    return BP_MESSAGE_REQUEST;
}

static int begin_response(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct smtp_direction *self = &run->self->smtp;
    struct smtp_shared *shared = &run->state->shared.smtp;
    int code = reply_code(first, count);
    if (code < 0) return code;
    bool greeted = self->greeted || frame_other_has(run, 0);
    memset(self, 0, sizeof *self);
    self->greeted = true;
    self->shown = true;
    memcpy(self->code, first, 3);
    if (!greeted) return BP_MESSAGE_NOTICE;
    if (memcmp(first, "354", 3) == 0)
        frame_store(&shared->wanted, SMTP_MESSAGE);
    else if (memcmp(first, "334", 3) == 0)
        frame_store(&shared->wanted, SMTP_SECRET);
    self->encrypts = memcmp(first, "220", 3) == 0 && frame_load(&shared->encryption) == run->self->begun + 1;
    return BP_MESSAGE_RESPONSE;
}

static int smtp_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    return run->self->asking ? begin_request(run, first, count) : begin_response(run, first, count);
}

/* Addresses and credentials are values; hosts, mechanisms and lengths are not. */
static bool is_kept(const struct smtp_direction *self, uint8_t byte)
{
    const struct mail_words *words = &self->words;
    bool host = mail_is(words, "EHLO") || mail_is(words, "HELO") || mail_is(words, "BDAT");
    bool path = mail_is(words, "MAIL") || mail_is(words, "RCPT");
    return host || (mail_is(words, "AUTH") && words->index == 1) ||
           (path && words->index == 1 && (!self->address || byte == '<' || byte == '>'));
}

static void command_ends(struct frame_run *run)
{
    struct smtp_direction *self = &run->self->smtp;
    run->ended = true;
    if (self->secret) return;
    if (mail_is(&self->words, "BDAT") && self->number) {
        self->phase = MAIL_COUNTED;
        run->ended = false;
    }
    self->waits = mail_is(&self->words, "DATA");
    if (mail_is(&self->words, "STARTTLS")) frame_store(&run->state->shared.smtp.encryption, run->self->begun);
    if (mail_is(&self->words, "LHLO")) frame_store(&run->conversation->unframed, true);
}

static void command_byte(struct frame_run *run, uint8_t byte)
{
    struct smtp_direction *self = &run->self->smtp;
    if (byte == '\n')
        command_ends(run);
    else if (self->secret) {
        if (self->line == 1) frame_keep_redacted(run);
    } else {
        bool digit = byte >= '0' && byte <= '9';
        if (self->words.index == 1 && digit && self->number < CHUNK_MAX)
            self->number = self->number * 10 + (uint8_t)(byte - '0');
        bp_mail_word(run, &self->words, byte, is_kept(self, byte));
        if (byte == ':') self->address = true;
    }
}

/* The code stays, and the enhanced one behind it; the words may repeat values. */
static void reply_byte(struct frame_run *run, uint8_t byte)
{
    struct smtp_direction *self = &run->self->smtp;
    uint32_t place = self->line - 1;
    bool code = place < 3, end = byte == '\n';
    if (code && byte != self->code[place]) {
        frame_break(run);
        return;
    }
    if (place == 3) self->last = byte != '-';
    bool number = (byte >= '0' && byte <= '9') || byte == '.';
    self->shown &= code || place == 3 || number;
    if (self->shown && (code || number)) {
        if (place == 4) frame_keep_byte(run, ' ');
        frame_keep_byte(run, byte);
    }
    if (!end) return;
    self->line = 0;
    self->shown = false;
    run->ended = self->last;
    if (run->ended && self->encrypts) frame_store(&run->conversation->unframed, true);
}

static size_t smtp_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct smtp_direction *self = &run->self->smtp;
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, MAIL_ROOM)) {
        if (self->phase == MAIL_LINE) {
            if (++self->line > MAIL_LINE_MAX)
                frame_break(run);
            else if (run->self->asking)
                command_byte(run, bytes[done]);
            else
                reply_byte(run, bytes[done]);
            done++;
        } else if (self->phase == MAIL_COUNTED) {
            size_t step = count - done < self->number ? count - done : self->number;
            self->number -= step;
            done += step;
            run->ended = self->number == 0;
        } else {
            if (run->self->kept == 0) bp_keep(run, "(message)");
            done += bp_mail_message(run, &self->phase, bytes + done, count - done);
        }
    }
    return done;
}

static bool smtp_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

static bool smtp_sound(const struct frame_state *state, uint32_t asked)
{
    return state->shared.smtp.wanted <= SMTP_SECRET && state->shared.smtp.encryption <= asked;
}

const struct frame_protocol bp_smtp = {
    .recognise = smtp_recognise,
    .begin = smtp_begin,
    .advance = smtp_advance,
    .lawful = smtp_lawful,
    .resumes = smtp_resumes,
    .resume = smtp_resume,
    .sound = smtp_sound,
};
