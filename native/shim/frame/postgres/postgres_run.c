/* SPDX-License-Identifier: MIT */
/* Bytes of a statement that need no look of their own at where they stand: most of it. */
#include "../sql_names.h"
#include "postgres.h"

/* What a byte may be, so that it stays as it is and changes nothing but from between tokens to a name and back. */
enum {
    IN_NAME = 1,
    BEGINS = 2, /* a name, whatever follows ... */
    PREFIX = 4, /* ... or only where a name's byte follows */
    BETWEEN = 8,
    BLANK = 16,
    IN_COMMENT = 32,
    DIGIT = 64,
};

#define LETTER (IN_NAME | BEGINS | IN_COMMENT)
#define MAY_PREFIX (IN_NAME | PREFIX | IN_COMMENT)
#define SIGN (BETWEEN | IN_COMMENT)
static const uint8_t kinds[256] = {
    [' '] = BLANK | IN_COMMENT,
    ['!'] = SIGN,
    ['"'] = IN_COMMENT,
    ['#'] = SIGN,
    ['$'] = IN_NAME | IN_COMMENT,
    ['%' ... '&'] = SIGN,
    ['\''] = IN_COMMENT,
    ['(' ... ')'] = SIGN,
    ['*'] = BETWEEN,
    ['+' ... ','] = SIGN,
    ['-'] = IN_COMMENT,
    ['.'] = SIGN,
    ['0' ... '9'] = IN_NAME | IN_COMMENT | DIGIT,
    [':' ... '@'] = SIGN,
    ['A'] = LETTER,
    ['B'] = MAY_PREFIX,
    ['C' ... 'D'] = LETTER,
    ['E'] = MAY_PREFIX,
    ['F' ... 'M'] = LETTER,
    ['N'] = MAY_PREFIX,
    ['O' ... 'T'] = LETTER,
    ['U'] = MAY_PREFIX,
    ['V' ... 'W'] = LETTER,
    ['X'] = MAY_PREFIX,
    ['Y' ... 'Z'] = LETTER,
    ['['] = SIGN,
    [']' ... '^'] = SIGN,
    ['_'] = LETTER,
    ['`'] = SIGN,
    ['a'] = LETTER,
    ['b'] = MAY_PREFIX,
    ['c' ... 'd'] = LETTER,
    ['e'] = MAY_PREFIX,
    ['f' ... 'm'] = LETTER,
    ['n'] = MAY_PREFIX,
    ['o' ... 't'] = LETTER,
    ['u'] = MAY_PREFIX,
    ['v' ... 'w'] = LETTER,
    ['x'] = MAY_PREFIX,
    ['y' ... 'z'] = LETTER,
    ['{' ... '~'] = SIGN,
    [0x80 ... 0xff] = LETTER,
};

static size_t count_of(const uint8_t *bytes, size_t count, uint8_t kind)
{
    size_t length = 0;
    while (length < count && kinds[bytes[length]] & kind)
        length++;
    return length;
}

/* Names and what stands between them, up to a byte that anything else may begin with. */
static size_t names_by_byte(uint8_t *mode, const uint8_t *bytes, size_t count)
{
    size_t length = 0;
    for (bool name = *mode == SQL_NAME; length < count; length++) {
        uint8_t kind = kinds[bytes[length]];
        if (name && kind & IN_NAME) continue;
        bool follows = kind & PREFIX && length + 1 < count && kinds[bytes[length + 1]] & IN_NAME;
        name = !name && (kind & BEGINS || follows);
        *mode = name ? SQL_NAME : SQL_PLAIN;
        if (!name && !(kind & (BETWEEN | BLANK))) break;
    }
    return length;
}

static size_t names(uint8_t *mode, const uint8_t *bytes, size_t count)
{
    if (count < SQL_BLOCK) return names_by_byte(mode, bytes, count);
    bool name = *mode == SQL_NAME;
    size_t length = sql_names(&name, bytes, count, kinds, PREFIX);
    *mode = name ? SQL_NAME : SQL_PLAIN;
    return length;
}

/* Digits of a number, and whether it ends behind them with what belongs to nothing. */
static size_t number(uint8_t *mode, const uint8_t *bytes, size_t count)
{
    size_t length = count_of(bytes, count, DIGIT);
    if (length < count && bytes[length] != '.' && kinds[bytes[length]] & (BETWEEN | BLANK)) *mode = SQL_PLAIN;
    return length;
}

/* A comment that is here whole, with neither comments in it nor bytes that cannot stay as they are; or 0. */
static size_t whole_comment(const uint8_t *bytes, size_t count)
{
    if (count < 4 || bytes[0] != '/' || bytes[1] != '*') return 0;
    size_t length = 2 + count_of(bytes + 2, count - 2, IN_COMMENT);
    return length + 2 <= count && bytes[length] == '*' && bytes[length + 1] == '/' ? length + 2 : 0;
}

/* Most bytes of a statement are in names, between tokens or in comments, and stay, or in numbers and plain strings, and
 * go: how many at once. */
size_t bp_sql_run(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct sql_redactor *sql = &run->self->postgres.sql;
    const uint8_t *quote;
    size_t length = 0;
    switch (sql->mode) {
    case SQL_NAME:
    case SQL_PLAIN:
        length = whole_comment(bytes, count);
        if (length)
            sql->mode = SQL_PLAIN;
        else
            length = sql->escapes ? count_of(bytes, count, BLANK) : names(&sql->mode, bytes, count);
        break;
    case SQL_COMMENT:
    case SQL_LINE_COMMENT:
        length = count_of(bytes, count, IN_COMMENT);
        break;
    case SQL_QUOTED_NAME:
        length = count_of(bytes, count, IN_NAME);
        break;
    case SQL_NUMBER:
        return number(&sql->mode, bytes, count);
    case SQL_STRING:
        quote = sql->escapes ? bytes : memchr(bytes, '\'', count);
        return quote ? (size_t)(quote - bytes) : count;
    default:
        return 0;
    }
    frame_keep(run, bytes, length);
    return length;
}
