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
        bp_keep(run, names[self->letter]);
    if (self->letter == POSTGRES_STARTUP) bp_keep_number(run, (uint32_t)self->header[6] << 8 | self->header[7]);
}

void bp_postgres_line_ends(struct frame_run *run)
{
    if (!has_line(run)) return;
    bp_sql_end(run); /* a statement that lacks its NUL */
    frame_keep_byte(run, '\n');
}
