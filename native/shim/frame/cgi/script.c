/* SPDX-License-Identifier: MIT */
/*
 * CGI (RFC 3875) as a conversation: the request is the environment of the script, each entry ended by NUL and all of
 * them by an empty one; the answer is what the script writes, to the end. Of the answer only the fields of CGI's own
 * are kept, and only from its begin on: who writes later may be a child of the script, and what it writes no head.
 */
#include "../secret.h"
#include "cgi.h"

enum step { STEP_NAME, STEP_VALUE, STEP_FIELD_NAME, STEP_FIELD_KEPT, STEP_FIELD_PASSED, STEP_BODY, STEP_INPUT };

static int cgi_recognise(const uint8_t *first, size_t count, bool hinted)
{
    (void)first, (void)count;
    return hinted ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

/* Behind the request comes what the script reads on the socket to which it writes. */
static int cgi_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    (void)first, (void)count;
    bool asking = run->self->asking, again = run->self->begun;
    if (!asking && (again || !frame_other_has(run, 0))) return FRAME_GIVE_UP;
    run->self->cgi = (struct cgi_direction){.step = !asking ? STEP_FIELD_NAME : again ? STEP_INPUT : STEP_NAME};
    return !asking ? BP_MESSAGE_RESPONSE : again ? FRAME_ASIDE : BP_MESSAGE_REQUEST;
}

/* Part of a name, or what ends it; an entry without a value is nobody's. Returns how many bytes it took. */
static size_t name(struct frame_run *run, struct cgi_direction *self, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    while (done < count && bytes[done] != '=' && bytes[done])
        done++;
    bp_cgi_name(&self->variable, bytes, done);
    if (done == count) return done;
    if (bytes[done] == '=') {
        bp_cgi_value_begins(run, &self->variable);
        self->step = STEP_VALUE;
    } else if (self->variable.name_count)
        self->variable.name_count = 0;
    else
        run->ended = true;
    return done + 1;
}

static size_t value(struct frame_run *run, struct cgi_direction *self, const uint8_t *bytes, size_t count)
{
    const uint8_t *nul = memchr(bytes, 0, count);
    size_t here = nul ? (size_t)(nul - bytes) : count;
    if (here) return bp_cgi_value(run, &self->variable, bytes, here);
    bp_cgi_value_ends(run, &self->variable);
    self->step = STEP_NAME;
    return 1;
}

/* RFC 3875, section 6.3: the others are HTTP's or the script's own. */
static bool is_cgi_field(const struct script_output *output)
{
    static const char known[][SCRIPT_NAME_MAX] = {"status", "content-type", "location"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i]) == output->name_count && memcmp(known[i], output->name, output->name_count) == 0)
            return true;
    return false;
}

static bool is_field_byte(uint8_t byte)
{
    uint8_t small = byte | 0x20;
    return (small >= 'a' && small <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
}

/* One byte of a field's name; a line that is no field, the empty one above all, ends the head. */
static void field_name(struct frame_run *run, struct cgi_direction *self, uint8_t byte)
{
    struct script_output *output = &self->output;
    if (is_field_byte(byte)) {
        if (output->name_count < SCRIPT_NAME_MAX) output->name[output->name_count++] = byte == '_' ? byte : byte | 0x20;
        return;
    }
    bool kept = byte == ':' && is_cgi_field(output);
    self->step = kept ? STEP_FIELD_KEPT : byte == ':' && output->name_count ? STEP_FIELD_PASSED : STEP_BODY;
    if (kept) {
        frame_keep(run, output->name, output->name_count);
        frame_keep_byte(run, ':');
        output->scan = (struct parameter_scan){0};
    }
    output->name_count = 0;
}

static size_t field_value(struct frame_run *run, struct cgi_direction *self, const uint8_t *bytes, size_t count)
{
    const uint8_t *feed = memchr(bytes, '\n', count);
    size_t length = feed ? (size_t)(feed - bytes) + 1 : count, room = run->room - run->used;
    if (self->step == STEP_FIELD_KEPT) {
        if (frame_keeps(run) && length > room) length = room;
        for (size_t i = 0; i < length; i++)
            if (run->state->redact && bp_secrets_named)
                bp_parameter(run, &self->output.scan, bytes[i]);
            else
                frame_keep_byte(run, bytes[i]);
    }
    if (bytes[length - 1] == '\n') self->step = STEP_FIELD_NAME;
    return length;
}

static size_t cgi_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct cgi_direction *self = &run->self->cgi;
    size_t done = 0;
    while (done < count && !run->ended && self->step < STEP_BODY && frame_has_room(run, CGI_ROOM)) {
        if (self->step == STEP_NAME)
            done += name(run, self, bytes + done, count - done);
        else if (self->step == STEP_VALUE)
            done += value(run, self, bytes + done, count - done);
        else if (self->step == STEP_FIELD_NAME)
            field_name(run, self, bytes[done++]);
        else
            done += field_value(run, self, bytes + done, count - done);
    }
    return self->step >= STEP_BODY ? count : done;
}

static size_t cgi_unseen(struct frame_run *run, size_t count)
{
    return run->self->cgi.step >= STEP_BODY ? count : 0;
}

/* Only the answer's end is the stream's. */
static bool cgi_lawful(const struct frame_direction *self)
{
    return !self->asking;
}

const struct frame_protocol bp_cgi = {
    .recognise = cgi_recognise,
    .begin = cgi_begin,
    .advance = cgi_advance,
    .unseen = cgi_unseen,
    .lawful = cgi_lawful,
};
