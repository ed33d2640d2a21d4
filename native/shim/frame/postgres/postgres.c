/* SPDX-License-Identifier: MIT */
/*
 * PostgreSQL's protocol 3 (https://www.postgresql.org/docs/current/protocol.html): which protocol messages together are
 * one request or one response. The border of a unit never depends on how the two directions interleave, except that an
 * answer comes after what it answers, so both ends find the same units.
 */
#include "postgres.h"

#define LENGTH_MAX 0x3fffffffu /* the server's own limit */
#define RESUME_MAX (1u << 20)  /* bytes of a message that a conversation is taken up with */
#define STARTUP_MAX 10000u
#define HEADER_SIZE 5u
#define STARTUP_HEADER_SIZE 8u
#define LINE_ROOM 48u /* for what stands before a line's fields */

enum unit {
    UNIT_EMPTY,
    UNIT_RUNNING,   /* server: since the first message */
    UNIT_EXTENDED,  /* client: Parse ... up to Sync */
    UNIT_COPY,      /* client: copy data up to CopyDone ... */
    UNIT_COPY_DONE, /* ... and, in the extended protocol, up to the Sync behind it */
};

static uint32_t big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* What a message without type byte is, or FRAME_MORE, or FRAME_GIVE_UP as soon as that is sure. */
static int untyped(const uint8_t *first, size_t count)
{
    if (first[0] != 0 || (count > 1 && first[1] != 0)) return FRAME_GIVE_UP;
    if (count > 4 && first[4] != 0 && first[4] != 4) return FRAME_GIVE_UP;
    if (count < STARTUP_HEADER_SIZE) return FRAME_MORE;
    uint32_t length = big_endian(first), code = big_endian(first + 4);
    if (code == 80877103 && length == 8) return POSTGRES_SSL;
    if (code == 80877104 && length == 8) return POSTGRES_GSSENC;
    if (code == 80877102 && length >= 16 && length <= 268) return POSTGRES_CANCEL;
    return code >> 16 == 3 && length > 8 && length <= STARTUP_MAX ? POSTGRES_STARTUP : FRAME_GIVE_UP;
}

static int postgres_recognise(const uint8_t *first, size_t count, bool hinted)
{
    int kind = untyped(first, count);
    (void)hinted;
    return kind > 0 ? BP_MESSAGE_REQUEST : kind;
}

/* Type bytes that the side may send; the names of what has none are no type bytes. */
static bool is_type(const struct frame_run *run, uint8_t letter)
{
    return letter > POSTGRES_ANSWER && bp_postgres_fields_of(run, letter);
}

/* Only what begins a request of an ordinary session; its header must be whole and lawful. */
static bool postgres_resumes(const uint8_t *first, size_t count)
{
    bool begins = count > HEADER_SIZE && memchr("QPBDEF", first[0], sizeof "QPBDEF" - 1);
    return begins && big_endian(first + 1) > 4 && big_endian(first + 1) <= RESUME_MAX;
}

/* What the server said of itself holds on. */
static void postgres_resume(struct frame_state *state, struct frame_direction *client, const struct frame_state *before)
{
    state->shared.postgres.backslashes = before->shared.postgres.backslashes;
    client->postgres.facts = POSTGRES_STARTED;
}

static void expect(struct postgres_direction *self, uint8_t letter, uint8_t header_size)
{
    self->letter = letter;
    self->header_size = header_size;
    self->header_count = 0;
    self->left = 0;
}

static int begin_untyped(struct frame_run *run, const uint8_t *first, size_t count)
{
    int kind = untyped(first, count);
    if (kind < 0) return kind;
    expect(&run->self->postgres, (uint8_t)kind, STARTUP_HEADER_SIZE);
    if (kind == POSTGRES_CANCEL) return BP_MESSAGE_NOTICE;
    if (kind == POSTGRES_STARTUP)
        run->self->postgres.facts |= POSTGRES_STARTED;
    else if (run->self->begun < 32)
        frame_store(&run->state->shared.postgres.encryption,
                    run->state->shared.postgres.encryption | 1u << run->self->begun);
    return BP_MESSAGE_REQUEST;
}

static int begin_request(struct frame_run *run, uint8_t letter)
{
    if (!is_type(run, letter)) return FRAME_GIVE_UP;
    bool outside = letter == 'X' || (letter == 'd' && frame_load(&run->state->shared.postgres.copy_both[true]));
    return outside ? BP_MESSAGE_NOTICE : BP_MESSAGE_REQUEST;
}

/* Whether the next response is the single byte that answers an encryption request. */
static bool answers_encryption(const struct frame_run *run, uint8_t letter)
{
    uint32_t number = run->self->begun;
    return number < 32 && frame_other_has(run, number) &&
           (frame_load(&run->state->shared.postgres.encryption) >> number & 1) &&
           (letter == 'S' || letter == 'N' || letter == 'G');
}

static void set_copy_both(struct postgres_shared *shared, bool both)
{
    frame_store(&shared->copy_both[false], both);
    frame_store(&shared->copy_both[true], both);
}

/* What the server says of its own accord, or in a copy that flows both ways, is a notice wherever it begins a unit. So
 * is what follows the last round of GSS authentication, to which the client has no answer. */
static int begin_response(struct frame_run *run, uint8_t letter)
{
    struct postgres_shared *shared = &run->state->shared.postgres;
    bool both = frame_load(&shared->copy_both[false]);
    if (!is_type(run, letter) || (letter == 'd' && !both)) return FRAME_GIVE_UP;
    if (letter == 'E' && both) {
        set_copy_both(shared, false);
        return BP_MESSAGE_NOTICE;
    }
    bool unasked = letter == 'R' && !frame_other_has(run, run->self->begun);
    bool outside = letter == 'A' || letter == 'N' || letter == 'S' || letter == 'd' || unasked;
    return outside ? BP_MESSAGE_NOTICE : BP_MESSAGE_RESPONSE;
}

static int postgres_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct postgres_direction *self = &run->self->postgres;
    self->unit = UNIT_EMPTY;
    self->facts &= POSTGRES_STARTED;
    expect(self, 0, HEADER_SIZE);
    if (run->self->asking)
        return self->facts & POSTGRES_STARTED ? begin_request(run, *first) : begin_untyped(run, first, count);
    if (!answers_encryption(run, *first)) return begin_response(run, *first);
    expect(self, POSTGRES_ANSWER, 1);
    return BP_MESSAGE_RESPONSE;
}

/* Whether a client's message may stand where the open unit has come to. */
static bool fits(const struct postgres_direction *self, uint8_t letter)
{
    bool copies = letter == 'd' || letter == 'c' || letter == 'f', syncs = letter == 'H' || letter == 'S';
    switch (self->unit) {
    case UNIT_EXTENDED:
        return !copies && letter != 'p';
    case UNIT_COPY:
        return copies || syncs;
    case UNIT_COPY_DONE:
        return syncs;
    default:
        return true;
    }
}

static bool has_lawful_length(bool asking, uint8_t letter, uint32_t length)
{
    static const uint8_t client[128] = {['H'] = 4, ['S'] = 4, ['X'] = 4, ['c'] = 4};
    static const uint8_t server[128] = {
        ['1'] = 4, ['2'] = 4, ['3'] = 4, ['n'] = 4, ['s'] = 4, ['I'] = 4, ['c'] = 4, ['Z'] = 5};
    uint8_t only = asking ? client[letter] : server[letter];
    uint32_t least = !asking && letter == 'R' ? 8 : 4;
    return only ? length == only : length >= least && length <= LENGTH_MAX;
}

/* The header of the next message, where it lies, has passed. */
static void header_complete(struct frame_run *run, const uint8_t *header)
{
    struct postgres_direction *self = &run->self->postgres;
    self->field = self->step = self->name_count = 0;
    self->number = 0;
    self->name[1] = 0;
    if (self->header_size == HEADER_SIZE) {
        uint32_t length = big_endian(header + 1);
        self->letter = header[0];
        bool sane = is_type(run, self->letter) && has_lawful_length(run->self->asking, self->letter, length);
        if (!sane || (run->self->asking && !fits(self, self->letter))) {
            frame_break(run);
            return;
        }
        self->left = length - 4;
    } else if (self->header_size == STARTUP_HEADER_SIZE)
        self->left = big_endian(header) - STARTUP_HEADER_SIZE;
    bp_postgres_line_begins(run);
}

/* As much of the header as is here. */
static size_t take_header(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct postgres_direction *self = &run->self->postgres;
    if (self->header_count == 0 && self->header_size == HEADER_SIZE && count >= HEADER_SIZE) {
        self->header_count = HEADER_SIZE;
        header_complete(run, bytes);
        return HEADER_SIZE;
    }
    self->header[self->header_count++] = *bytes;
    if (self->header_count == self->header_size) header_complete(run, self->header);
    return 1;
}

/* A client's message is complete: is the unit? */
static bool request_ends(struct frame_run *run)
{
    struct postgres_direction *self = &run->self->postgres;
    struct postgres_shared *shared = &run->state->shared.postgres;
    switch (self->letter) {
    case 'Q':
    case 'F':
        if (self->unit == UNIT_EXTENDED) frame_store(&shared->mixed, true);
        self->extended = false;
        return true;
    case 'S':
        if (self->unit == UNIT_COPY) return false;
        self->extended = true;
        return true;
    case 'd':
        self->unit = UNIT_COPY;
        return run->self->type == BP_MESSAGE_NOTICE;
    case 'c':
    case 'f':
        self->unit = UNIT_COPY_DONE;
        if (!frame_load(&shared->copy_both[true])) return !self->extended;
        frame_store(&shared->copy_both[true], false);
        return true;
    case 'P':
    case 'B':
    case 'D':
    case 'E':
    case 'C':
        self->unit = UNIT_EXTENDED;
        return false;
    case 'H':
        if (self->unit == UNIT_EMPTY) self->unit = UNIT_EXTENDED;
        return false;
    default:
        return true;
    }
}

/* Authentication requests that wait for the client's word; 0 is Ok, 12 the last word of SASL. */
static bool asks_answer(uint32_t code)
{
    return code != 0 && code != 12;
}

static bool ready_ends(struct frame_run *run)
{
    /* After an error the server may have skipped the Query that stood in an extended request, or not: the pairs of
     * requests and responses are no longer sure. */
    bool unsure = (run->self->postgres.facts & POSTGRES_ERROR) && frame_load(&run->state->shared.postgres.mixed);
    if (unsure) frame_store(&run->conversation->unframed, true);
    return true;
}

/* A server's message is complete: is the unit? */
static bool response_ends(struct frame_run *run)
{
    struct postgres_direction *self = &run->self->postgres;
    struct postgres_shared *shared = &run->state->shared.postgres;
    bool first = self->unit == UNIT_EMPTY;
    self->unit = UNIT_RUNNING;
    self->facts &= (uint8_t)~POSTGRES_LAST;
    switch (self->letter) {
    case POSTGRES_ANSWER:
        if (self->header[0] != 'N') frame_store(&run->conversation->unframed, true);
        return true;
    case 'Z':
        return ready_ends(run);
    case 'R':
        return asks_answer(self->number);
    case 'G':
        return true;
    case 'W':
        set_copy_both(shared, true);
        return true;
    case 'c':
        frame_store(&shared->copy_both[false], false);
        return false;
    case 'E':
        self->facts |= POSTGRES_ERROR | POSTGRES_LAST;
        return self->facts & POSTGRES_FATAL;
    default:
        return first && run->self->type == BP_MESSAGE_NOTICE;
    }
}

static void message_complete(struct frame_run *run)
{
    struct postgres_direction *self = &run->self->postgres;
    bp_postgres_line_ends(run);
    run->ended = run->self->asking ? request_ends(run) : response_ends(run);
    expect(self, 0, HEADER_SIZE);
}

/* A message that is here whole and has room for its line, or 0: then it passes piece by piece, as a statement always
 * does. */
static size_t whole_message(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct postgres_direction *self = &run->self->postgres;
    if (self->header_count || self->header_size != HEADER_SIZE || count < HEADER_SIZE) return 0;
    const char *fields = bp_postgres_fields_of(run, bytes[0]);
    uint32_t length = big_endian(bytes + 1);
    if (!fields || *fields == 'q' || bytes[0] <= POSTGRES_ANSWER || length >= count) return 0;
    if (!has_lawful_length(run->self->asking, bytes[0], length)) return 0;
    if (run->self->asking && !fits(self, bytes[0])) return 0;
    self->letter = bytes[0];
    const uint8_t *begin = bytes + HEADER_SIZE, *end = bytes + 1 + length;
    if (bp_postgres_has_line(run) && !bp_postgres_whole_line(run, fields, begin, end)) return 0;
    run->ended = run->self->asking ? request_ends(run) : response_ends(run);
    return length + 1;
}

static size_t postgres_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct postgres_direction *self = &run->self->postgres;
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, LINE_ROOM)) {
        size_t whole = whole_message(run, bytes + done, count - done);
        if (whole) {
            done += whole;
            continue;
        }
        if (self->header_count < self->header_size) {
            done += take_header(run, bytes + done, count - done);
            if (self->header_count < self->header_size) continue;
        } else {
            size_t here = count - done < self->left ? count - done : self->left;
            size_t step = bp_postgres_fields(run, bytes + done, here);
            self->left -= (uint32_t)step;
            done += step;
            if (step < here) break;
        }
        if (self->left == 0 && !run->ended) message_complete(run);
    }
    return done;
}

/* A server that closes after an error has said all. */
static bool postgres_lawful(const struct frame_direction *self)
{
    return (self->postgres.facts & POSTGRES_LAST) && self->postgres.header_count == 0;
}

const struct frame_protocol bp_postgres = {
    .recognise = postgres_recognise,
    .begin = postgres_begin,
    .advance = postgres_advance,
    .lawful = postgres_lawful,
    .resumes = postgres_resumes,
    .resume = postgres_resume,
};
