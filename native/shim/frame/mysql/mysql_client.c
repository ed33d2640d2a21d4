/* SPDX-License-Identifier: MIT */
/* What a client says (https://mariadb.com/kb/en/0-packet/, "Text protocol", "Binary protocol"): a line a message. */
#include "mysql.h"

static const struct {
    const char *name;
    uint8_t kind;
    char fields; /* s statement, t text, n a number of four bytes */
} commands[256] = {
    [MYSQL_COM_QUIT] = {"QUIT", MYSQL_ANSWERLESS, 0},
    [MYSQL_COM_INIT_DB] = {"INIT_DB", MYSQL_SINGLE, 't'},
    [MYSQL_COM_QUERY] = {"QUERY", MYSQL_RESULT, 's'},
    [MYSQL_COM_FIELD_LIST] = {"FIELD_LIST", MYSQL_FIELDS, 't'},
    [5] = {"CREATE_DB", MYSQL_SINGLE, 't'},
    [6] = {"DROP_DB", MYSQL_SINGLE, 't'},
    [7] = {"REFRESH", MYSQL_SINGLE, 0},
    [8] = {"SHUTDOWN", MYSQL_SINGLE, 0},
    [9] = {"STATISTICS", MYSQL_SINGLE, 0},
    [10] = {"PROCESS_INFO", MYSQL_RESULT, 0},
    [12] = {"PROCESS_KILL", MYSQL_SINGLE, 'n'},
    [13] = {"DEBUG", MYSQL_SINGLE, 0},
    [14] = {"PING", MYSQL_SINGLE, 0},
    [MYSQL_COM_CHANGE_USER] = {"CHANGE_USER", MYSQL_LOGIN, 't'},
    [18] = {"BINLOG_DUMP", MYSQL_STREAM, 0},
    [19] = {"TABLE_DUMP", MYSQL_STREAM, 0},
    [21] = {"REGISTER_SLAVE", MYSQL_SINGLE, 0},
    [MYSQL_COM_STMT_PREPARE] = {"PREPARE", MYSQL_PREPARE, 's'},
    [MYSQL_COM_STMT_EXECUTE] = {"EXECUTE", MYSQL_RESULT, 'n'},
    [MYSQL_COM_STMT_SEND_LONG_DATA] = {"SEND_LONG_DATA", MYSQL_ANSWERLESS, 'n'},
    [MYSQL_COM_STMT_CLOSE] = {"CLOSE", MYSQL_ANSWERLESS, 'n'},
    [MYSQL_COM_STMT_RESET] = {"RESET", MYSQL_SINGLE, 'n'},
    [27] = {"SET_OPTION", MYSQL_SINGLE, 0},
    [MYSQL_COM_STMT_FETCH] = {"FETCH", MYSQL_FETCH, 'n'},
    [30] = {"BINLOG_DUMP_GTID", MYSQL_STREAM, 0},
    [31] = {"RESET_CONNECTION", MYSQL_SINGLE, 0},
    [MYSQL_COM_STMT_BULK_EXECUTE] = {"BULK_EXECUTE", MYSQL_RESULT, 'n'},
    [MYSQL_HANDSHAKE] = {"login", MYSQL_LOGIN, 'h'},
    [MYSQL_SSL_REQUEST] = {"ssl", MYSQL_SSL, 0},
    [MYSQL_AUTH_DATA] = {"auth", MYSQL_LOGIN, 0},
    [MYSQL_FILE_DATA] = {"file", MYSQL_RESULT, 0},
};

enum mysql_kind bp_mysql_kind_of(uint8_t command)
{
    return commands[command].name ? commands[command].kind : MYSQL_UNKNOWN;
}

/* Steps of a handshake response behind its fixed part. */
enum { LOGIN_USER, LOGIN_SECRET_LENGTH, LOGIN_SECRET, LOGIN_DATABASE, LOGIN_OVER };

void bp_mysql_command_begins(struct frame_run *run)
{
    struct mysql_direction *self = &run->self->mysql;
    self->numbers[0] = self->numbers[1] = 0;
    self->step = 0;
    self->sql = (struct mysql_redactor){0};
    bp_keep(run, commands[self->packet].name);
}

void bp_mysql_command_ends(struct frame_run *run)
{
    frame_keep_byte(run, '\n');
}

static void may_tell_able(struct frame_run *run)
{
    struct mysql_direction *self = &run->self->mysql;
    if (self->at != 31) return;
    bool own = !(self->numbers[0] & MYSQL_CAN_LONG_PASSWORD);
    frame_store(&run->state->shared.mysql.client_extended, own ? self->numbers[1] : 0);
    frame_store(&run->state->shared.mysql.client_able, self->numbers[0]);
    self->numbers[0] &= frame_load(&run->state->shared.mysql.server_able) ?: UINT32_MAX;
}

/* The password's answer, which is not kept: counted, or up to NUL. */
static void secret_byte(struct mysql_direction *self, uint8_t c)
{
    bool counted = self->numbers[0] & (MYSQL_CAN_LENENC_AUTH | MYSQL_CAN_SECURE_CONNECTION);
    if (self->step == LOGIN_SECRET_LENGTH && counted) {
        self->numbers[1] = c;
        bool longer = c > 250 && (self->numbers[0] & MYSQL_CAN_LENENC_AUTH);
        self->step = longer ? LOGIN_OVER : c ? LOGIN_SECRET : LOGIN_DATABASE;
    } else if (counted ? --self->numbers[1] == 0 : c == 0)
        self->step = LOGIN_DATABASE;
    else
        self->step = LOGIN_SECRET;
}

/* Capabilities, size, character set, MariaDB's capabilities; then user, secret and database. */
static void login_byte(struct frame_run *run, uint8_t c)
{
    struct mysql_direction *self = &run->self->mysql;
    uint32_t at = self->at;
    if (at < 4) self->numbers[0] |= (uint32_t)c << (8 * at);
    if (at >= 28 && at < 32) self->numbers[1] |= (uint32_t)c << (8 * (at - 28));
    may_tell_able(run);
    if (at == 31) frame_keep_byte(run, '\t');
    if (at < 32) return;
    if (self->step == LOGIN_USER && c == 0) {
        self->step = LOGIN_SECRET_LENGTH;
        if (self->numbers[0] & MYSQL_CAN_CONNECT_WITH_DB) frame_keep_byte(run, '\t');
    } else if (self->step == LOGIN_USER)
        bp_keep_escaped(run, c);
    else if (self->step == LOGIN_SECRET_LENGTH || self->step == LOGIN_SECRET)
        secret_byte(self, c);
    else if (self->step == LOGIN_DATABASE && c && (self->numbers[0] & MYSQL_CAN_CONNECT_WITH_DB))
        bp_keep_escaped(run, c);
    else
        self->step = LOGIN_OVER;
}

static void number_byte(struct frame_run *run, uint8_t c)
{
    struct mysql_direction *self = &run->self->mysql;
    if (self->at < 1 || self->at > 4) return;
    self->numbers[0] |= (uint32_t)c << (8 * (self->at - 1));
    if (self->at < 4) return;
    frame_keep_byte(run, '\t');
    bp_keep_number(run, self->numbers[0]);
}

/* The statement, behind the count of its attributes (MySQL 8) where those are told; with attributes it is not kept. */
static size_t statement(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct mysql_direction *self = &run->self->mysql;
    bool attributes = self->packet == MYSQL_COM_QUERY && mysql_can(run, MYSQL_CAN_QUERY_ATTRIBUTES);
    uint32_t begin = attributes ? 3 : 1;
    if (self->at < begin) {
        if (self->at == 1) self->step = bytes[0] != 0;
        if (self->at + 1 == begin) frame_keep_byte(run, '\t');
        return 1;
    }
    if (self->step) {
        run->self->flags |= BP_MESSAGE_CUT;
        return count;
    }
    size_t done = run->state->redact ? bp_mysql_sql(run, bytes, count) : bp_keep_text(run, bytes, count);
    if (done == count || frame_keeps(run)) return done;
    run->self->flags |= BP_MESSAGE_CUT;
    return count;
}

static void text_byte(struct frame_run *run, uint8_t c)
{
    struct mysql_direction *self = &run->self->mysql;
    if (self->at == 0) frame_keep_byte(run, '\t');
    if (self->at == 0 || self->step) return;
    self->step = c == 0;
    if (c) bp_keep_escaped(run, c);
}

size_t bp_mysql_command(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    char fields = commands[run->self->mysql.packet].fields;
    switch (fields) {
    case 0:
        return count;
    case 's':
        return statement(run, bytes, count);
    case 't':
        text_byte(run, *bytes);
        return 1;
    case 'h':
        login_byte(run, *bytes);
        return 1;
    default:
        number_byte(run, *bytes);
        return run->self->mysql.at > 4 ? count : 1;
    }
}
