/* SPDX-License-Identifier: MIT */
/*
 * What is kept of a PostgreSQL message: one line for each protocol message but rows and copy data, its type byte and
 * the fields that name the work, with a tab before each; WIRE.md says the same for readers. A message's fields are a
 * string of letters: (s) text, (q) statement, (x) text that is a value, (b) one byte, (i) number, (4) four bytes passed
 * over, (k) start-up parameters, (v) bound values, (f) fields of an error, (p) a parameter's new value, noted, not
 * kept.
 */
#include "postgres.h"

static const char *const client_fields[128] = {
    ['Q'] = "q",
    ['P'] = "sq",
    ['B'] = "ssv",
    ['D'] = "bs",
    ['C'] = "bs",
    ['E'] = "s",
    ['F'] = "i",
    ['H'] = "",
    ['S'] = "",
    ['d'] = "",
    ['c'] = "",
    ['f'] = "s",
    ['p'] = "",
    ['X'] = "",
    [POSTGRES_STARTUP] = "k",
    [POSTGRES_SSL] = "",
    [POSTGRES_GSSENC] = "",
    [POSTGRES_CANCEL] = "",
};

static const char *const server_fields[128] = {
    ['R'] = "i", ['K'] = "",  ['Z'] = "b", ['T'] = "",  ['D'] = "",
    ['C'] = "s", ['E'] = "f", ['N'] = "f", ['S'] = "p", ['A'] = "4sx",
    ['1'] = "",  ['2'] = "",  ['3'] = "",  ['n'] = "",  ['t'] = "",
    ['s'] = "",  ['I'] = "",  ['G'] = "",  ['H'] = "",  ['W'] = "",
    ['d'] = "",  ['c'] = "",  ['V'] = "",  ['v'] = "",  [POSTGRES_ANSWER] = "",
};

const char *bp_postgres_fields_of(const struct frame_run *run, uint8_t letter)
{
    if (letter > 127) return NULL;
    return run->self->asking ? client_fields[letter] : server_fields[letter];
}

static void keep_text(struct frame_run *run, const char *text)
{
    frame_keep(run, (const uint8_t *)text, strlen(text));
}

void bp_keep_number(struct frame_run *run, uint32_t number)
{
    uint8_t digits[10];
    size_t at = sizeof digits;
    do
        digits[--at] = (uint8_t)('0' + number % 10);
    while (number /= 10);
    frame_keep(run, digits + at, sizeof digits - at);
}

static bool is_plain(uint8_t byte)
{
    return byte >= ' ' && byte != '\\' && byte != 127;
}

void bp_keep_escaped(struct frame_run *run, uint8_t byte)
{
    static const char digits[] = "0123456789abcdef";
    if (is_plain(byte)) {
        frame_keep_byte(run, byte);
        return;
    }
    const char *known = byte == '\n'   ? "\\n"
                        : byte == '\r' ? "\\r"
                        : byte == '\t' ? "\\t"
                        : byte == '\\' ? "\\\\"
                                       : NULL;
    if (known)
        keep_text(run, known);
    else
        frame_keep(run, (const uint8_t[]){'\\', 'x', (uint8_t)digits[byte >> 4], (uint8_t)digits[byte & 15]}, 4);
}

size_t bp_keep_text(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    while (done < count && frame_can_keep(run, POSTGRES_BYTE_ROOM)) {
        size_t fit = run->room - run->used, begin = done;
        while (done < count && done - begin < fit && is_plain(bytes[done]))
            done++;
        frame_keep(run, bytes + begin, done - begin);
        if (done == begin) bp_keep_escaped(run, bytes[done++]);
    }
    return done;
}

static bool has_line(const struct frame_run *run)
{
    uint8_t letter = run->self->postgres.letter;
    return letter != 'd' && (run->self->asking || letter != 'D');
}

void bp_postgres_line_begins(struct frame_run *run)
{
    static const char *const names[] = {[POSTGRES_STARTUP] = "startup\t3.",
                                        [POSTGRES_SSL] = "ssl",
                                        [POSTGRES_GSSENC] = "gssenc",
                                        [POSTGRES_CANCEL] = "cancel"};
    const struct postgres_direction *self = &run->self->postgres;
    if (!has_line(run)) return;
    if (self->letter >= POSTGRES_ANSWER)
        frame_keep_byte(run, self->letter == POSTGRES_ANSWER ? self->header[0] : self->letter);
    else
        keep_text(run, names[self->letter]);
    if (self->letter == POSTGRES_STARTUP) bp_keep_number(run, (uint32_t)self->header[6] << 8 | self->header[7]);
}

void bp_postgres_line_ends(struct frame_run *run)
{
    if (!has_line(run)) return;
    bp_sql_end(run); /* a statement that lacks its NUL */
    frame_keep_byte(run, '\n');
}
