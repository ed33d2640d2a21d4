/* SPDX-License-Identifier: MIT */
/* The protocol of MySQL and MariaDB (https://mariadb.com/kb/en/clientserver-protocol/): packets, and which of them
 * together are one request or one response. A number counts the packets of a command and its answer; 0 begins a
 * command. */
#include "mysql.h"

#define HEADER 4u
#define PACKET_MAX 0xffffffu
#define GREETING_MAX 512u
#define LOGIN_MIN 32u
#define LOGIN_MAX 65536u
#define RESUME_MAX (1u << 20)
#define REFUSAL_MIN 3u /* an error's mark and code */

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* A greeting: number 0, protocol 10, a version like 8.0 or 10.11. */
static int greeting(const uint8_t *first, size_t count)
{
    if (count > 2 && (first[1] > GREETING_MAX >> 8 || first[2])) return FRAME_GIVE_UP;
    if (count > 4 && (first[3] || first[4] != 10)) return FRAME_GIVE_UP;
    if (count > 5 && !is_digit(first[5])) return FRAME_GIVE_UP;
    if (count < 7) return FRAME_MORE;
    bool sane = is_digit(first[6]) || first[6] == '.';
    return sane && mysql_little_endian(first) >= 40 ? BP_MESSAGE_RESPONSE : FRAME_GIVE_UP;
}

/* A handshake response whose greeting was encrypted or not seen: capabilities of this age, then 19 zero bytes at least
 * behind the size and the character set. */
static int login(const uint8_t *first, size_t count)
{
    if (count > 2 && first[2]) return FRAME_GIVE_UP;
    if (count > 3 && first[3] != 1 && first[3] != 2) return FRAME_GIVE_UP;
    if (count > 3 && mysql_little_endian(first) <= LOGIN_MIN) return FRAME_GIVE_UP;
    if (count > 5 && !(first[5] & MYSQL_CAN_PROTOCOL_41 >> 8)) return FRAME_GIVE_UP;
    for (size_t i = 13; i < HELD_MAX && i < count; i++)
        if (first[i]) return FRAME_GIVE_UP;
    return count < HELD_MAX ? FRAME_MORE : BP_MESSAGE_REQUEST;
}

static int refusal(const uint8_t *first, size_t count)
{
    if (count > 2 && (first[1] > 1 || first[2] || mysql_little_endian(first) < REFUSAL_MIN)) return FRAME_GIVE_UP;
    if (count > 4 && (first[3] || first[4] != 255)) return FRAME_GIVE_UP;
    if (count < 7) return FRAME_MORE;
    return first[6] == 4 ? BP_MESSAGE_RESPONSE : FRAME_GIVE_UP; /* codes from 1024 on */
}

static int mysql_recognise(const uint8_t *first, size_t count, bool hinted)
{
    int verdicts[] = {greeting(first, count), login(first, count), hinted ? refusal(first, count) : FRAME_GIVE_UP};
    int best = FRAME_GIVE_UP;
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++)
        if (verdicts[i] > best) best = verdicts[i];
    return best;
}

static bool mysql_resumes(const uint8_t *first, size_t count)
{
    if (count <= HEADER || first[3] || mysql_little_endian(first) > RESUME_MAX) return false;
    uint8_t command = first[4];
    bool usual = command == MYSQL_COM_QUERY || command == MYSQL_COM_STMT_PREPARE || command == MYSQL_COM_STMT_EXECUTE;
    return usual && mysql_little_endian(first) > 1;
}

/* What both sides can do holds on. */
static void mysql_resume(struct frame_state *state, struct frame_direction *client, const struct frame_state *before)
{
    state->shared.mysql = before->shared.mysql;
    memset(state->shared.mysql.kinds, 0, sizeof state->shared.mysql.kinds);
    client->mysql.facts = MYSQL_STARTED;
}

/* Remembers of request n what its response's border depends on. False when that would forget it of one that waits. */
static bool remember_kind(struct frame_run *run, uint8_t kind)
{
    uint32_t number = run->self->begun, shift = number % 16 * 4;
    uint64_t *place = &run->state->shared.mysql.kinds[number % MYSQL_WAITING / 16];
    uint64_t others = *place & ~((uint64_t)15 << shift), mine = (uint64_t)kind << shift;
    bool waits = number >= MYSQL_WAITING && !frame_other_has(run, number - MYSQL_WAITING);
    if (waits && *place != (others | mine)) return false;
    frame_store(place, others | mine);
    return true;
}

static uint8_t remembered_kind(const struct frame_run *run)
{
    uint32_t number = run->self->begun;
    return frame_load(&run->state->shared.mysql.kinds[number % MYSQL_WAITING / 16]) >> (number % 16 * 4) & 15;
}

/* What a client's packet that begins a message is, as a command, or a verdict below 0. */
static int command_of(const struct mysql_direction *self, const uint8_t *first, size_t count)
{
    uint32_t length = mysql_little_endian(first);
    if (!(self->facts & MYSQL_STARTED)) {
        if (length < LOGIN_MIN || length > LOGIN_MAX) return FRAME_GIVE_UP;
        if (count < HEADER + 2) return FRAME_MORE;
        if (!(first[5] & MYSQL_CAN_PROTOCOL_41 >> 8)) return FRAME_GIVE_UP;
        return length == LOGIN_MIN && (first[5] & MYSQL_CAN_SSL >> 8) ? MYSQL_SSL_REQUEST : MYSQL_HANDSHAKE;
    }
    if (first[3]) return self->facts & MYSQL_LOGGING_IN ? MYSQL_AUTH_DATA : MYSQL_FILE_DATA;
    if (length == 0) return FRAME_GIVE_UP;
    if (count == HEADER) return FRAME_MORE;
    return first[4] <= MYSQL_COM_STMT_BULK_EXECUTE ? first[4] : FRAME_GIVE_UP;
}

static int begin_request(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct mysql_direction *self = &run->self->mysql;
    if (count < HEADER) return FRAME_MORE;
    int command = command_of(self, first, count);
    if (command < 0) return command;
    self->kind = (uint8_t)bp_mysql_kind_of((uint8_t)command);
    if (self->kind == MYSQL_UNKNOWN) return FRAME_GIVE_UP;
    self->packet = (uint8_t)command;
    bool notice = self->kind == MYSQL_ANSWERLESS || self->kind == MYSQL_SSL;
    if (!notice && !remember_kind(run, self->kind)) return FRAME_GIVE_UP;
    bool file = command == MYSQL_FILE_DATA;
    if (!file) self->facts = self->kind == MYSQL_LOGIN ? MYSQL_STARTED | MYSQL_LOGGING_IN : MYSQL_STARTED;
    self->facts &= (uint8_t)~MYSQL_CONTINUED;
    return notice ? BP_MESSAGE_NOTICE : BP_MESSAGE_REQUEST;
}

/* What comes unasked is the greeting, or an error before the server closes. */
static int begin_response(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct mysql_direction *self = &run->self->mysql;
    if (count >= HEADER && mysql_little_endian(first) == 0) return FRAME_GIVE_UP;
    if (count <= HEADER) return FRAME_MORE;
    bool asked = frame_other_has(run, run->self->begun);
    bool greets = first[4] == 10 && !(self->facts & MYSQL_STARTED) && run->self->begun == 0;
    if (!asked && !greets && first[4] != 255) return FRAME_GIVE_UP;
    self->kind = asked ? remembered_kind(run) : MYSQL_ANSWERLESS;
    self->facts = MYSQL_STARTED;
    bp_mysql_response_begins(self);
    return asked ? BP_MESSAGE_RESPONSE : BP_MESSAGE_NOTICE;
}

static int mysql_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct mysql_direction *self = &run->self->mysql;
    self->header_count = 0;
    self->left = 0;
    self->at = 0;
    self->number = first[count < HEADER ? 0 : 3]; /* the first packet of a message may have any */
    return run->self->asking ? begin_request(run, first, count) : begin_response(run, first, count);
}

/* The header is complete. A payload too long for one packet goes on in the next. */
static void header_complete(struct frame_run *run)
{
    struct mysql_direction *self = &run->self->mysql;
    self->left = mysql_little_endian(self->header);
    bool empty = self->left == 0 && !run->self->asking && !(self->facts & MYSQL_CONTINUED);
    if (self->header[3] != self->number || empty) {
        frame_break(run);
        return;
    }
    self->number++;
    if (self->facts & MYSQL_CONTINUED) return;
    self->at = 0;
    if (run->self->asking && run->self->kept == 0) bp_mysql_command_begins(run);
}

static bool request_ends(struct frame_run *run)
{
    const struct mysql_direction *self = &run->self->mysql;
    if (self->packet == MYSQL_FILE_DATA && mysql_little_endian(self->header)) return false;
    bp_mysql_command_ends(run);
    bool unknown = self->packet == MYSQL_HANDSHAKE && mysql_can(run, MYSQL_CAN_OPTIONAL_METADATA);
    bool leaves = unknown || self->kind == MYSQL_STREAM || self->kind == MYSQL_SSL;
    if (leaves) frame_store(&run->conversation->unframed, true);
    return true;
}

static void packet_complete(struct frame_run *run)
{
    struct mysql_direction *self = &run->self->mysql;
    bool whole = mysql_little_endian(self->header) < PACKET_MAX;
    self->facts &= (uint8_t)~MYSQL_CONTINUED;
    if (!whole)
        self->facts |= MYSQL_CONTINUED;
    else
        run->ended = run->self->asking ? request_ends(run) : bp_mysql_answer_ends(run);
    self->header_count = 0;
}

static size_t take_header(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct mysql_direction *self = &run->self->mysql;
    size_t here = 0;
    if (self->header_count == 0 && count >= HEADER) memcpy(self->header, bytes, here = self->header_count = HEADER);
    while (here < count && self->header_count < HEADER)
        self->header[self->header_count++] = bytes[here++];
    if (self->header_count == HEADER) header_complete(run);
    return here;
}

static size_t take_payload(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct mysql_direction *self = &run->self->mysql;
    bool asking = run->self->asking;
    if (count > self->left) count = self->left;
    if (self->at == 0 && !asking) bp_mysql_answer_begins(run, *bytes, mysql_little_endian(self->header));
    size_t step = asking ? bp_mysql_command(run, bytes, count) : bp_mysql_answer(run, bytes, count);
    self->left -= (uint32_t)step;
    if (self->at < UINT32_MAX - PACKET_MAX) self->at += (uint32_t)step;
    return step;
}

static size_t mysql_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    const struct mysql_direction *self = &run->self->mysql;
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, MYSQL_ROOM)) {
        if (self->header_count < HEADER)
            done += take_header(run, bytes + done, count - done);
        else
            done += take_payload(run, bytes + done, count - done);
        if (!run->ended && self->header_count == HEADER && self->left == 0) packet_complete(run);
    }
    return done;
}

/* A server that closes has said all where no message is open; a client may leave at any time. */
static bool mysql_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

const struct frame_protocol bp_mysql = {
    .recognise = mysql_recognise,
    .begin = mysql_begin,
    .advance = mysql_advance,
    .lawful = mysql_lawful,
    .resumes = mysql_resumes,
    .resume = mysql_resume,
};
