/* SPDX-License-Identifier: MIT */
/* The parts of MySQL: packets and messages, what clients and servers say, statements. */
#ifndef BP_MYSQL_H
#define BP_MYSQL_H

#include "../keep.h"

/* Room that a packet's begin or a byte of it may want. */
#define MYSQL_ROOM 64u

/* What a request wants for an answer; four bits. */
enum mysql_kind {
    MYSQL_ANSWERLESS,
    MYSQL_SINGLE,  /* one packet */
    MYSQL_LOGIN,   /* a round of authentication */
    MYSQL_RESULT,  /* results, one or more */
    MYSQL_PREPARE, /* a statement's number and definitions */
    MYSQL_FETCH,   /* rows */
    MYSQL_FIELDS,  /* definitions up to an end */
    MYSQL_SSL,     /* encrypted bytes */
    MYSQL_STREAM,  /* a row of events without end */
    MYSQL_UNKNOWN,
};

enum mysql_command {
    MYSQL_COM_QUIT = 1,
    MYSQL_COM_INIT_DB = 2,
    MYSQL_COM_QUERY = 3,
    MYSQL_COM_FIELD_LIST = 4,
    MYSQL_COM_CHANGE_USER = 17,
    MYSQL_COM_STMT_PREPARE = 22,
    MYSQL_COM_STMT_EXECUTE = 23,
    MYSQL_COM_STMT_SEND_LONG_DATA = 24,
    MYSQL_COM_STMT_CLOSE = 25,
    MYSQL_COM_STMT_RESET = 26,
    MYSQL_COM_STMT_FETCH = 28,
    MYSQL_COM_STMT_BULK_EXECUTE = 250,
    /* Names for what has no command byte. */
    MYSQL_HANDSHAKE = 251,
    MYSQL_SSL_REQUEST,
    MYSQL_AUTH_DATA,
    MYSQL_FILE_DATA,
};

enum mysql_fact {
    MYSQL_STARTED = 1,    /* client: the handshake response has passed; server: the greeting */
    MYSQL_LOGGING_IN = 2, /* client: a packet that does not begin a command belongs to authentication */
    MYSQL_CONTINUED = 4,  /* the packet on its way is the next part of a payload that one could not hold */
};

/* Capabilities (https://mariadb.com/kb/en/connection/); of MariaDB's own, those above bit 32. */
#define MYSQL_CAN_LONG_PASSWORD (1u << 0) /* MariaDB leaves it out where it has capabilities of its own */
#define MYSQL_CAN_CONNECT_WITH_DB (1u << 3)
#define MYSQL_CAN_COMPRESS (1u << 5 | 1u << 26)
#define MYSQL_CAN_PROTOCOL_41 (1u << 9)
#define MYSQL_CAN_SSL (1u << 11)
#define MYSQL_CAN_SECURE_CONNECTION (1u << 15)
#define MYSQL_CAN_LENENC_AUTH (1u << 21)
#define MYSQL_CAN_DEPRECATE_EOF (1u << 24)
#define MYSQL_CAN_OPTIONAL_METADATA (1u << 25)
#define MYSQL_CAN_QUERY_ATTRIBUTES (1u << 27)
#define MARIADB_CAN_CACHE_METADATA (1u << 4)

/* Whether both sides have a capability; what a greeting that nobody saw offered is what the client then asked for. */
static inline bool mysql_can(const struct frame_run *run, uint32_t able)
{
    const struct mysql_shared *shared = &run->state->shared.mysql;
    uint32_t server = frame_load(&shared->server_able);
    return frame_load(&shared->client_able) & (server ? server : UINT32_MAX) & able;
}

static inline uint32_t mysql_little_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
}

enum mysql_kind bp_mysql_kind_of(uint8_t command);

/* A client's packet begins (not one that continues another), its bytes pass, its message ends. */
void bp_mysql_command_begins(struct frame_run *run);
size_t bp_mysql_command(struct frame_run *run, const uint8_t *bytes, size_t count);
void bp_mysql_command_ends(struct frame_run *run);

/* A response begins; a server's packet begins, passes and ends: true when that is the response's end. */
void bp_mysql_response_begins(struct mysql_direction *self);
void bp_mysql_answer_begins(struct frame_run *run, uint8_t first, uint32_t length);
size_t bp_mysql_answer(struct frame_run *run, const uint8_t *bytes, size_t count);
bool bp_mysql_answer_ends(struct frame_run *run);

/* Part of a statement; literals become `?`. Returns how many bytes it took: all, or as far as room and limit go. */
size_t bp_mysql_sql(struct frame_run *run, const uint8_t *bytes, size_t count);

#endif
