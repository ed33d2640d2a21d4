/* SPDX-License-Identifier: MIT */
/*
 * Replaces the literals of a PostgreSQL statement by `?` while it passes byte by byte
 * (https://www.postgresql.org/docs/current/sql-syntax-lexical.html). Names, comments, operators and parameters stay.
 */
#include "postgres.h"

static void sql_byte(struct frame_run *run, uint8_t byte);

#define HASH_BEGIN 0xcbf29ce484222325u
#define HASH_PRIME 0x100000001b3u

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

static bool begins_name(uint8_t c)
{
    return c == '_' || c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool continues_name(uint8_t c)
{
    return begins_name(c) || is_digit(c) || c == '$';
}

static bool is_space(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void open_string(struct frame_run *run, bool escapes)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    sql->escapes = escapes;
    sql->mode = SQL_STRING;
    frame_keep_redacted(run);
}

static bool may_be_prefix(uint8_t letter)
{
    letter |= 0x20;
    return letter == 'e' || letter == 'b' || letter == 'x' || letter == 'n' || letter == 'u';
}

/* Between tokens. A string that follows one with backslashes, but for space and comments, continues it. */
static void plain(struct frame_run *run, uint8_t c)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    if (c == '\'') {
        open_string(run, sql->escapes || frame_load(&run->state->shared.postgres.backslashes));
        return;
    }
    if (c != '-' && c != '/' && !is_space(c)) sql->escapes = false;
    if (c == '$')
        sql->mode = SQL_DOLLAR;
    else if (is_digit(c)) {
        sql->mode = SQL_NUMBER;
        frame_keep_redacted(run);
    } else if (begins_name(c) && may_be_prefix(c)) {
        sql->mode = SQL_PREFIX;
        sql->prefix[0] = c;
        sql->prefix_count = 1;
    } else {
        sql->mode = begins_name(c) ? SQL_NAME
                    : c == '"'     ? SQL_QUOTED_NAME
                    : c == '-'     ? SQL_DASH
                    : c == '/'     ? SQL_SLASH
                                   : SQL_PLAIN;
        bp_keep_escaped(run, c);
    }
}

static void keep_prefix(struct frame_run *run)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    frame_keep(run, sql->prefix, sql->prefix_count);
    sql->prefix_count = 0;
}

static void again(struct frame_run *run, uint8_t mode, uint8_t c)
{
    run->self->postgres.sql.mode = mode;
    sql_byte(run, c);
}

static void prefix(struct frame_run *run, uint8_t c)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    uint8_t letter = sql->prefix[0] | 0x20;
    if (letter == 'u' && c == '&' && sql->prefix_count == 1)
        sql->prefix[sql->prefix_count++] = c;
    else if (c == '\'' && (letter != 'u' || sql->prefix_count == 2)) {
        sql->prefix_count = 0;
        open_string(run, letter == 'e' || (letter == 'n' && frame_load(&run->state->shared.postgres.backslashes)));
    } else {
        bool name = sql->prefix_count == 1;
        keep_prefix(run);
        again(run, name ? SQL_NAME : SQL_PLAIN, c);
    }
}

/* Names and numbers: whatever else comes begins something new. */
static void word(struct frame_run *run, uint8_t c)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    bool exponent = sql->mode == SQL_EXPONENT && (c == '+' || c == '-');
    bool letter = begins_name(c) || is_digit(c);
    switch (sql->mode) {
    case SQL_NAME:
        if (!continues_name(c)) break;
        frame_keep_byte(run, c);
        return;
    case SQL_PARAMETER:
        if (!is_digit(c)) break;
        bp_keep_escaped(run, c);
        return;
    default:
        if (!letter && !exponent && c != '.') break;
        sql->mode = (c | 0x20) == 'e' ? SQL_EXPONENT : SQL_NUMBER;
        return;
    }
    again(run, SQL_PLAIN, c);
}

static void string(struct frame_run *run, uint8_t c)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    if (sql->mode == SQL_QUOTE && c != '\'')
        again(run, SQL_PLAIN, c);
    else if (sql->mode == SQL_STRING && c == '\'')
        sql->mode = SQL_QUOTE;
    else
        sql->mode = sql->mode == SQL_STRING && c == '\\' && sql->escapes ? SQL_BACKSLASH : SQL_STRING;
}

/* A dash or slash may begin a comment; comments with slashes nest. */
static void comment(struct frame_run *run, uint8_t c)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    bool begins = c == (sql->mode == SQL_DASH ? '-' : '*');
    switch (sql->mode) {
    case SQL_DASH:
    case SQL_SLASH:
        if (!begins) {
            sql->escapes = false;
            again(run, SQL_PLAIN, c);
            return;
        }
        sql->mode = sql->mode == SQL_DASH ? SQL_LINE_COMMENT : SQL_COMMENT;
        sql->depth = 1;
        break;
    case SQL_LINE_COMMENT:
        if (c == '\n' || c == '\r') sql->mode = SQL_PLAIN;
        break;
    case SQL_COMMENT_STAR:
        if (c == '/')
            sql->mode = --sql->depth ? SQL_COMMENT : SQL_PLAIN;
        else if (c != '*')
            sql->mode = SQL_COMMENT;
        break;
    case SQL_COMMENT_SLASH:
        sql->depth += c == '*';
        if (c != '/') sql->mode = SQL_COMMENT;
        break;
    default:
        if (c == '*' || c == '/') sql->mode = c == '*' ? SQL_COMMENT_STAR : SQL_COMMENT_SLASH;
    }
    bp_keep_escaped(run, c);
}

/* $1, or $tag$ text $tag$. A tag is known by its hash, so that it may have any length. */
static void dollar(struct frame_run *run, uint8_t c)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    if (sql->mode == SQL_DOLLAR_TEXT) {
        if (c != '$') return;
        sql->mode = SQL_DOLLAR_END;
        sql->candidate = HASH_BEGIN;
    } else if (sql->mode == SQL_DOLLAR && is_digit(c)) {
        frame_keep_byte(run, '$');
        again(run, SQL_PARAMETER, c);
    } else if (begins_name(c) || is_digit(c)) {
        if (sql->mode == SQL_DOLLAR) sql->candidate = HASH_BEGIN, sql->mode = SQL_TAG;
        sql->candidate = (sql->candidate ^ c) * HASH_PRIME;
    } else if (sql->mode == SQL_DOLLAR_END) {
        bool closes = c == '$' && sql->candidate == sql->tag;
        sql->candidate = HASH_BEGIN;
        sql->mode = closes ? SQL_PLAIN : c == '$' ? SQL_DOLLAR_END : SQL_DOLLAR_TEXT;
    } else if (c == '$') {
        sql->tag = sql->mode == SQL_DOLLAR ? HASH_BEGIN : sql->candidate;
        sql->mode = SQL_DOLLAR_TEXT;
        frame_keep_redacted(run);
    } else {
        frame_keep_byte(run, '$');
        again(run, SQL_PLAIN, c);
    }
}

static void sql_byte(struct frame_run *run, uint8_t byte)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    switch (sql->mode) {
    case SQL_PLAIN:
        plain(run, byte);
        break;
    case SQL_PREFIX:
        prefix(run, byte);
        break;
    case SQL_QUOTED_NAME:
        if (byte == '"') sql->mode = SQL_PLAIN;
        bp_keep_escaped(run, byte);
        break;
    case SQL_NAME:
    case SQL_NUMBER:
    case SQL_EXPONENT:
    case SQL_PARAMETER:
        word(run, byte);
        break;
    case SQL_STRING:
    case SQL_BACKSLASH:
    case SQL_QUOTE:
        string(run, byte);
        break;
    case SQL_DOLLAR:
    case SQL_TAG:
    case SQL_DOLLAR_TEXT:
    case SQL_DOLLAR_END:
        dollar(run, byte);
        break;
    default:
        comment(run, byte);
    }
}

size_t bp_sql(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    while (done < count && frame_can_keep(run, KEEP_BYTE_ROOM)) {
        size_t fit = run->room - run->used - KEEP_BYTE_ROOM + 1; /* what is kept behind it fits as well */
        size_t length = bp_sql_run(run, bytes + done, count - done < fit ? count - done : fit);
        if (length == 0) sql_byte(run, bytes[done++]);
        done += length;
    }
    return done;
}

void bp_sql_end(struct frame_run *run)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    if (sql->mode == SQL_PLAIN && !sql->escapes) return;
    keep_prefix(run);
    *sql = (struct sql_redactor){0};
}
