/* SPDX-License-Identifier: MIT */
/* What a server says (https://mariadb.com/kb/en/4-server-response-packets/): where a response ends, and its few lines.
 */
#include "mysql.h"

enum packet {
    PACKET_OTHER,
    PACKET_GREETING,
    PACKET_OK, /* also an end of rows in OK's form */
    PACKET_EOF,
    PACKET_ERROR,
    PACKET_PROGRESS, /* MariaDB's, in the form of an error */
    PACKET_FILE,     /* asks for a file's content */
    PACKET_COLUMNS,
    PACKET_PREPARED,
    PACKET_MORE, /* a round of authentication that the server goes on with */
};

enum phase { PHASE_FIRST, PHASE_DEFINITIONS, PHASE_DEFINITIONS_END, PHASE_ROWS };

#define STATUS_MORE_RESULTS 0x8u
#define STATUS_CURSOR 0x40u
#define STATUS_NO_BACKSLASHES 0x200u
#define FAST_LOGIN 3

void bp_mysql_response_begins(struct mysql_direction *self)
{
    self->phase = self->kind == MYSQL_FETCH ? PHASE_ROWS : self->kind == MYSQL_FIELDS ? PHASE_DEFINITIONS : PHASE_FIRST;
    self->definitions = self->kind == MYSQL_FIELDS ? UINT32_MAX : 0;
    self->later = 0;
}

static enum packet end_packet(const struct frame_run *run, uint32_t length)
{
    bool modern = mysql_can(run, MYSQL_CAN_DEPRECATE_EOF);
    if (length < 9 && (!modern || length == 5)) return PACKET_EOF;
    return modern && length < 0xffffff ? PACKET_OK : PACKET_OTHER;
}

static enum packet first_packet(const struct frame_run *run, uint8_t first, uint32_t length)
{
    switch (run->self->mysql.kind) {
    case MYSQL_LOGIN:
        return first == 0 ? PACKET_OK : first == 1 && length == 2 ? PACKET_MORE : PACKET_OTHER;
    case MYSQL_PREPARE:
        return first == 0 ? PACKET_PREPARED : PACKET_OTHER;
    case MYSQL_RESULT:
        return first == 0 ? PACKET_OK : first == 251 ? PACKET_FILE : PACKET_COLUMNS;
    default:
        return first == 0 ? PACKET_OK : PACKET_OTHER;
    }
}

static enum packet packet_of(const struct frame_run *run, uint8_t first, uint32_t length)
{
    const struct mysql_direction *self = &run->self->mysql;
    if (self->kind == MYSQL_ANSWERLESS) return first == 255 ? PACKET_ERROR : PACKET_GREETING;
    if (first == 255) return PACKET_ERROR;
    if (self->phase == PHASE_FIRST) return first_packet(run, first, length);
    return first == 254 ? end_packet(run, length) : PACKET_OTHER;
}

void bp_mysql_answer_begins(struct frame_run *run, uint8_t first, uint32_t length)
{
    static const char *const names[] = {[PACKET_GREETING] = "greeting\t", [PACKET_FILE] = "FILE"};
    struct mysql_direction *self = &run->self->mysql;
    self->packet = (uint8_t)packet_of(run, first, length);
    self->step = self->skip = 0;
    self->status = 0;
    self->numbers[0] = self->numbers[1] = 0;
    const char *name = self->packet == PACKET_GREETING || self->packet == PACKET_FILE ? names[self->packet] : NULL;
    if (name) bp_keep(run, name);
}

/* Version up to NUL, thread, scramble, then capabilities in two halves and, ten bytes later, MariaDB's own. */
static void greeting_byte(struct frame_run *run, uint8_t c)
{
    struct mysql_direction *self = &run->self->mysql;
    if (self->at == 0) return;
    if (self->step == 0) {
        if (c) bp_keep_escaped(run, c);
        self->step = c == 0;
        return;
    }
    uint8_t place = (uint8_t)(self->step - 1);
    if (self->step < UINT8_MAX) self->step++;
    if (place == 13 || place == 14) self->numbers[0] |= (uint32_t)c << (8 * (place - 13));
    if (place == 18 || place == 19) self->numbers[0] |= (uint32_t)c << (8 * (place - 16));
    if (place >= 27 && place <= 30) self->numbers[1] |= (uint32_t)c << (8 * (place - 27));
}

/* Steps of OK: header, two numbers of varying length, the status' two bytes. */
enum { OK_HEADER, OK_ROWS, OK_ID, OK_STATUS, OK_STATUS_HIGH, OK_REST };

static void ok_byte(struct mysql_direction *self, uint8_t c)
{
    if (self->skip)
        self->skip--;
    else if (self->step == OK_STATUS || self->step == OK_STATUS_HIGH)
        self->status |= (uint16_t)(self->step++ == OK_STATUS ? c : c << 8);
    else if (self->step < OK_REST) {
        bool number = self->step++ != OK_HEADER;
        self->skip = !number || c < 252 ? 0 : c == 252 ? 2 : c == 253 ? 3 : 8;
    }
}

/* Code, mark, state, message; the message may repeat values of the statement. */
static void error_byte(struct frame_run *run, uint8_t c)
{
    struct mysql_direction *self = &run->self->mysql;
    uint32_t at = self->at;
    if (self->packet == PACKET_PROGRESS || at == 0) return;
    if (at <= 2) self->numbers[0] |= (uint32_t)c << (8 * (at - 1));
    if (at == 2 && self->numbers[0] == 0xffff) {
        self->packet = PACKET_PROGRESS;
    } else if (at == 2) {
        bp_keep(run, "ERROR\t");
        bp_keep_number(run, self->numbers[0]);
        frame_keep_byte(run, '\t');
    } else if (at == 3 && c != '#') {
        self->step = 1; /* no state */
    } else if (at == 9 && self->step == 0) {
        frame_keep_byte(run, '\t');
        if (run->state->redact) frame_keep_redacted(run);
    }
    if (at > 3 && (at < 9 ? self->step == 0 : !run->state->redact)) bp_keep_escaped(run, c);
}

/* The count of columns, and whether their definitions follow. */
static void columns_byte(struct frame_run *run, uint8_t c)
{
    struct mysql_direction *self = &run->self->mysql;
    if (self->at == 0 && c < 251)
        self->numbers[0] = c;
    else if (self->at == 0)
        self->skip = c == 252 ? 2 : c == 253 ? 3 : 8;
    else if (self->skip) {
        if (self->at <= 4) self->numbers[0] |= (uint32_t)c << (8 * (self->at - 1));
        self->skip--;
    } else
        self->numbers[1] = c == 0; /* none follow */
}

static void prepared_byte(struct mysql_direction *self, uint8_t c)
{
    uint32_t at = self->at;
    if (at >= 1 && at <= 4) self->numbers[0] |= (uint32_t)c << (8 * (at - 1));
    if (at >= 5 && at <= 8) self->numbers[1] |= (uint32_t)c << (8 * (at - 5));
}

size_t bp_mysql_answer(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct mysql_direction *self = &run->self->mysql;
    switch (self->packet) {
    case PACKET_GREETING:
        greeting_byte(run, *bytes);
        return 1;
    case PACKET_OK:
        ok_byte(self, *bytes);
        return 1;
    case PACKET_EOF:
        for (size_t i = 0, at = self->at; i < count; i++, at++)
            if (at == 3 || at == 4) self->status |= (uint16_t)(at == 3 ? bytes[i] : bytes[i] << 8);
        return count;
    case PACKET_ERROR:
        error_byte(run, *bytes);
        return 1;
    case PACKET_COLUMNS:
        columns_byte(run, *bytes);
        return 1;
    case PACKET_PREPARED:
        prepared_byte(self, *bytes);
        return 1;
    case PACKET_MORE:
        if (self->at == 1 && *bytes != FAST_LOGIN) self->packet = PACKET_OTHER;
        return 1;
    default:
        return count;
    }
}

/* All definitions of a section have come, and their end where they have one. */
static bool section_ends(struct mysql_direction *self)
{
    self->definitions = self->later;
    self->later = 0;
    self->phase = self->kind == MYSQL_RESULT ? PHASE_ROWS : PHASE_DEFINITIONS;
    return self->kind != MYSQL_RESULT && self->definitions == 0;
}

static bool definitions_end(const struct frame_run *run, struct mysql_direction *self)
{
    self->phase = PHASE_DEFINITIONS_END;
    return mysql_can(run, MYSQL_CAN_DEPRECATE_EOF) && section_ends(self);
}

static bool result_ends(struct mysql_direction *self)
{
    self->phase = PHASE_FIRST;
    return !(self->kind == MYSQL_RESULT && (self->status & STATUS_MORE_RESULTS));
}

static void tell_able(struct frame_run *run)
{
    struct mysql_direction *self = &run->self->mysql;
    bool own = !(self->numbers[0] & MYSQL_CAN_LONG_PASSWORD);
    frame_store(&run->state->shared.mysql.server_extended, own ? self->numbers[1] : 0);
    frame_store(&run->state->shared.mysql.server_able, self->numbers[0]);
    frame_keep_byte(run, '\n');
}

static bool caches_definitions(const struct frame_run *run)
{
    const struct mysql_shared *shared = &run->state->shared.mysql;
    uint32_t server = frame_load(&shared->server_able) ? frame_load(&shared->server_extended) : UINT32_MAX;
    return frame_load(&shared->client_extended) & server & MARIADB_CAN_CACHE_METADATA;
}

static bool columns_end(struct frame_run *run)
{
    struct mysql_direction *self = &run->self->mysql;
    bool none = self->numbers[1] && caches_definitions(run);
    bp_keep(run, "RESULT\t");
    bp_keep_number(run, self->numbers[0]);
    frame_keep_byte(run, '\n');
    self->definitions = none ? 0 : self->numbers[0];
    self->phase = PHASE_DEFINITIONS;
    return self->definitions == 0 && definitions_end(run, self);
}

static bool prepared_ends(struct frame_run *run)
{
    struct mysql_direction *self = &run->self->mysql;
    uint32_t columns = self->numbers[1] & 0xffff, parameters = self->numbers[1] >> 16;
    bp_keep(run, "PREPARED\t");
    bp_keep_number(run, self->numbers[0]);
    frame_keep_byte(run, '\n');
    self->definitions = parameters ? parameters : columns;
    self->later = parameters ? columns : 0;
    self->phase = PHASE_DEFINITIONS;
    return self->definitions == 0;
}

static bool ok_ends(struct frame_run *run)
{
    struct mysql_direction *self = &run->self->mysql;
    bool compressed = self->kind == MYSQL_LOGIN && mysql_can(run, MYSQL_CAN_COMPRESS);
    frame_store(&run->state->shared.mysql.no_backslashes, (self->status & STATUS_NO_BACKSLASHES) != 0);
    if (compressed) frame_store(&run->conversation->unframed, true);
    return result_ends(self);
}

static bool eof_ends(struct mysql_direction *self)
{
    if (self->phase != PHASE_DEFINITIONS_END || (self->status & STATUS_CURSOR)) return result_ends(self);
    return section_ends(self);
}

bool bp_mysql_answer_ends(struct frame_run *run)
{
    struct mysql_direction *self = &run->self->mysql;
    switch (self->packet) {
    case PACKET_GREETING:
        tell_able(run);
        return true;
    case PACKET_OK:
        return ok_ends(run);
    case PACKET_EOF:
        return eof_ends(self);
    case PACKET_ERROR:
    case PACKET_FILE:
        frame_keep_byte(run, '\n');
        return true;
    case PACKET_COLUMNS:
        return columns_end(run);
    case PACKET_PREPARED:
        return prepared_ends(run);
    case PACKET_PROGRESS:
    case PACKET_MORE:
        return false;
    default:
        if (self->phase == PHASE_FIRST) return true;
        return self->phase == PHASE_DEFINITIONS && --self->definitions == 0 && definitions_end(run, self);
    }
}
