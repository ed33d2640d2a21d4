/* SPDX-License-Identifier: MIT */
/*
 * Replaces the literals of a statement of MySQL or MariaDB by `?` while it passes byte by byte
 * (https://mariadb.com/kb/en/sql-language-structure/). Names, comments, operators, variables and parameters stay. What
 * is in double quotes is a string unless ANSI_QUOTES is set; it is taken for one in any case.
 */
#include "../sql_names.h"
#include "mysql.h"

enum mode {
    SQL_PLAIN,
    SQL_NAME,
    SQL_QUOTED_NAME,
    SQL_NUMBER,
    SQL_EXPONENT,
    SQL_STRING,
    SQL_BACKSLASH,
    SQL_QUOTE, /* in a string: its end, or the first of a doubled one */
    SQL_DASH,
    SQL_DASHES,
    SQL_LINE_COMMENT,
    SQL_SLASH,
    SQL_COMMENT_FIRST, /* a comment that begins with ! or M! is code */
    SQL_COMMENT_M,
    SQL_COMMENT,
    SQL_COMMENT_STAR,
};

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of names, and what begins nothing: blanks, brackets, operators. */
enum { NAME = 1, QUIET };
static const uint8_t kinds[256] = {
    ['_'] = NAME,         ['$'] = NAME,          ['0' ... '9'] = NAME, ['a' ... 'z'] = NAME,
    ['A' ... 'Z'] = NAME, [0x80 ... 255] = NAME, [' '] = QUIET,        ['(' ... ','] = QUIET,
    ['.'] = QUIET,        [';' ... '>'] = QUIET, ['@'] = QUIET,
};

static bool is_name(uint8_t c)
{
    return kinds[c] == NAME;
}

static void plain(struct frame_run *run, uint8_t c)
{
    struct mysql_redactor *sql = &run->self->mysql.sql;
    if (c == '\'' || c == '"' || is_digit(c)) {
        sql->mode = is_digit(c) ? SQL_NUMBER : SQL_STRING;
        sql->quote = c;
        frame_keep_redacted(run);
        return;
    }
    sql->mode = c == '`'     ? SQL_QUOTED_NAME
                : c == '-'   ? SQL_DASH
                : c == '#'   ? SQL_LINE_COMMENT
                : c == '/'   ? SQL_SLASH
                : is_name(c) ? SQL_NAME
                             : SQL_PLAIN;
    bp_keep_escaped(run, c);
}

static void string(struct frame_run *run, uint8_t c)
{
    struct mysql_redactor *sql = &run->self->mysql.sql;
    if (sql->mode == SQL_QUOTE && c != sql->quote)
        plain(run, c);
    else if (sql->mode == SQL_STRING && c == sql->quote)
        sql->mode = SQL_QUOTE;
    else if (sql->mode == SQL_STRING && c == '\\' && !frame_load(&run->state->shared.mysql.no_backslashes))
        sql->mode = SQL_BACKSLASH;
    else
        sql->mode = SQL_STRING;
}

/* Names and numbers: whatever else comes begins something new. */
static void word(struct frame_run *run, uint8_t c)
{
    struct mysql_redactor *sql = &run->self->mysql.sql;
    bool sign = sql->mode == SQL_EXPONENT && (c == '+' || c == '-');
    if (sql->mode == SQL_NAME && is_name(c))
        frame_keep_byte(run, c);
    else if (sql->mode != SQL_NAME && (is_name(c) || c == '.' || sign))
        sql->mode = (c | 0x20) == 'e' ? SQL_EXPONENT : SQL_NUMBER;
    else
        plain(run, c);
}

/* Two dashes begin a comment when a blank follows. */
static void dashes(struct frame_run *run, uint8_t c)
{
    struct mysql_redactor *sql = &run->self->mysql.sql;
    bool second = sql->mode == SQL_DASH && c == '-', comment = sql->mode == SQL_DASHES && c <= ' ';
    if (!second && !comment) {
        plain(run, c);
        return;
    }
    sql->mode = second ? SQL_DASHES : c == '\n' ? SQL_PLAIN : SQL_LINE_COMMENT;
    bp_keep_escaped(run, c);
}

static void comment(struct frame_run *run, uint8_t c)
{
    struct mysql_redactor *sql = &run->self->mysql.sql;
    if (sql->mode == SQL_SLASH && c != '*') {
        plain(run, c);
        return;
    }
    if (sql->mode == SQL_SLASH)
        sql->mode = SQL_COMMENT_FIRST;
    else if (sql->mode == SQL_LINE_COMMENT)
        sql->mode = c == '\n' ? SQL_PLAIN : SQL_LINE_COMMENT;
    else if (sql->mode == SQL_COMMENT_STAR && c == '/')
        sql->mode = SQL_PLAIN;
    else if (sql->mode <= SQL_COMMENT_M && c == '!')
        sql->mode = SQL_PLAIN;
    else
        sql->mode = c == '*'                                     ? SQL_COMMENT_STAR
                    : sql->mode == SQL_COMMENT_FIRST && c == 'M' ? SQL_COMMENT_M
                                                                 : SQL_COMMENT;
    bp_keep_escaped(run, c);
}

static void sql_byte(struct frame_run *run, uint8_t byte)
{
    struct mysql_redactor *sql = &run->self->mysql.sql;
    switch (sql->mode) {
    case SQL_PLAIN:
        plain(run, byte);
        break;
    case SQL_QUOTED_NAME:
        if (byte == '`') sql->mode = SQL_PLAIN;
        bp_keep_escaped(run, byte);
        break;
    case SQL_NAME:
    case SQL_NUMBER:
    case SQL_EXPONENT:
        word(run, byte);
        break;
    case SQL_STRING:
    case SQL_BACKSLASH:
    case SQL_QUOTE:
        string(run, byte);
        break;
    case SQL_DASH:
    case SQL_DASHES:
        dashes(run, byte);
        break;
    default:
        comment(run, byte);
    }
}

static size_t names_by_byte(bool *name, const uint8_t *bytes, size_t count)
{
    size_t at = 0;
    for (; at < count; at++) {
        uint8_t kind = kinds[bytes[at]];
        if (kind == 0 || (kind == NAME && !*name && is_digit(bytes[at]))) break;
        *name = kind == NAME;
    }
    return at;
}

static size_t names(struct mysql_redactor *sql, const uint8_t *bytes, size_t count)
{
    bool name = sql->mode == SQL_NAME;
    size_t length = count < SQL_BLOCK ? names_by_byte(&name, bytes, count) : sql_names(&name, bytes, count, NULL, 0);
    sql->mode = name ? SQL_NAME : SQL_PLAIN;
    return length;
}

/* How many bytes from the first on stay as they are and need no second look; the mode becomes that behind them. */
static size_t same(struct mysql_redactor *sql, const uint8_t *bytes, size_t count)
{
    size_t at = 0;
    if (sql->mode == SQL_PLAIN || sql->mode == SQL_NAME) return names(sql, bytes, count);
    if (sql->mode == SQL_COMMENT)
        while (at < count && bytes[at] >= ' ' && bytes[at] < 127 && bytes[at] != '*' && bytes[at] != '\\')
            at++;
    return at;
}

size_t bp_mysql_sql(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    while (done < count && frame_can_keep(run, KEEP_BYTE_ROOM)) {
        size_t fit = run->room - run->used - KEEP_BYTE_ROOM + 1, left = count - done;
        size_t length = same(&run->self->mysql.sql, bytes + done, left < fit ? left : fit);
        if (length)
            frame_keep(run, bytes + done, length), done += length;
        else
            sql_byte(run, bytes[done++]);
    }
    return done;
}
