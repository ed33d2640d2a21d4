/* SPDX-License-Identifier: MIT */
/*
 * What is kept of a PostgreSQL message: one line for each protocol message but rows and copy data, its type byte and
 * the fields that name the work, with a tab before each; WIRE.md says the same for readers. A message's fields are a
 * string of letters: (s) text, (q) statement, (x) text that is a value, (b) one byte, (i) number, (4) four bytes passed
 * over, (k) start-up parameters, (v) bound values, (f) fields of an error, (p) a parameter's new value, noted, not
 * kept.
 */
#include "postgres.h"

const char *const bp_postgres_letters[2][128] = {
    [true] =
        {
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
        },
    [false] =
        {
            ['R'] = "i", ['K'] = "",  ['Z'] = "b", ['T'] = "",  ['D'] = "",
            ['C'] = "s", ['E'] = "f", ['N'] = "f", ['S'] = "p", ['A'] = "4sx",
            ['1'] = "",  ['2'] = "",  ['3'] = "",  ['n'] = "",  ['t'] = "",
            ['s'] = "",  ['I'] = "",  ['G'] = "",  ['H'] = "",  ['W'] = "",
            ['d'] = "",  ['c'] = "",  ['V'] = "",  ['v'] = "",  [POSTGRES_ANSWER] = "",
        },
};

/* A message that has no type byte. */
void bp_postgres_untyped_begins(struct frame_run *run)
{
    static const char *const names[] = {[POSTGRES_STARTUP] = "startup\t3.",
                                        [POSTGRES_SSL] = "ssl",
                                        [POSTGRES_GSSENC] = "gssenc",
                                        [POSTGRES_CANCEL] = "cancel"};
    const struct postgres_direction *self = &run->self->postgres;
    if (self->letter == POSTGRES_ANSWER)
        frame_keep_byte(run, self->header[0]);
    else
        bp_keep(run, names[self->letter]);
    if (self->letter == POSTGRES_STARTUP) bp_keep_number(run, (uint32_t)self->header[6] << 8 | self->header[7]);
}
