/* SPDX-License-Identifier: MIT */
/* Reads the fields of a PostgreSQL message in whatever pieces they come and keeps what its line shows. */
#include "postgres.h"

/* Steps within a field. */
enum { PARAMETER_NAME, PARAMETER_SHOWN, PARAMETER_HIDDEN };
enum { FORMAT_COUNT, FORMATS, VALUE_COUNT, VALUE_LENGTH, VALUE };

static void field_complete(struct postgres_direction *self)
{
    self->field++;
    self->step = 0;
    self->number = 0;
    self->name_count = 0;
}

/* A text up to its NUL: as it is, as a statement, or as a value. What lies beyond the limit need not be read. */
static size_t text_field(struct frame_run *run, const uint8_t *bytes, size_t count, char kind)
{
    struct postgres_direction *self = &run->self->postgres;
    bool hidden = kind == 'x' && run->state->redact, statement = kind == 'q' && run->state->redact;
    if (self->step == 0) {
        self->step = 1;
        frame_keep_byte(run, '\t');
        if (hidden) frame_keep_redacted(run);
    }
    if (frame_keeps(run) && count > run->room - run->used) count = run->room - run->used;
    const uint8_t *end = memchr(bytes, 0, count);
    size_t length = end ? (size_t)(end - bytes) : count, done = hidden ? length : 0;
    if (!hidden) done = statement ? bp_sql(run, bytes, length) : bp_keep_text(run, bytes, length);
    if (done < length && !frame_keeps(run)) {
        run->self->flags |= BP_MESSAGE_CUT;
        done = length;
    }
    if (done < length || !end) return done;
    if (statement) bp_sql_end(run);
    field_complete(self);
    return length + 1;
}

/* One byte of a big-endian integer; true when it is complete in `number`. */
static bool integer(struct postgres_direction *self, uint8_t c, uint8_t size)
{
    self->number = self->number << 8 | c;
    if (++self->name_count < size) return false;
    self->name_count = 0;
    return true;
}

static void number_field(struct frame_run *run, uint8_t c)
{
    struct postgres_direction *self = &run->self->postgres;
    if (!integer(self, c, 4)) return;
    frame_keep_byte(run, '\t');
    bp_keep_number(run, self->number);
    self->field++; /* the number stays: an authentication request is known by it */
}

static bool is_named(const struct postgres_direction *self, const char *name)
{
    return strlen(name) == self->name_count && memcmp(self->name, name, self->name_count) == 0;
}

/* Remembers a name's byte; a name that is too long for any that we know keeps an impossible length. */
static void remember(struct postgres_direction *self, uint8_t c)
{
    if (self->name_count < sizeof self->name) self->name[self->name_count] = c;
    if (self->name_count < UINT8_MAX) self->name_count++;
}

static void parameter_value_begins(struct frame_run *run)
{
    struct postgres_direction *self = &run->self->postgres;
    bool shown = !run->state->redact || is_named(self, "user") || is_named(self, "database") ||
                 is_named(self, "application_name") || is_named(self, "replication");
    self->step = shown ? PARAMETER_SHOWN : PARAMETER_HIDDEN;
    frame_keep_byte(run, '\t');
    if (!shown) frame_keep_redacted(run);
}

/* Names and values in turn; an empty name ends them. */
static void parameters_byte(struct frame_run *run, uint8_t c)
{
    struct postgres_direction *self = &run->self->postgres;
    if (self->step != PARAMETER_NAME) {
        if (c && self->step == PARAMETER_SHOWN) bp_keep_escaped(run, c);
        if (c) return;
        self->step = PARAMETER_NAME;
        self->name_count = 0;
    } else if (c) {
        if (self->name_count == 0) frame_keep_byte(run, '\t');
        remember(self, c);
        bp_keep_escaped(run, c);
    } else if (self->name_count)
        parameter_value_begins(run);
    else
        field_complete(self);
}

/* ParameterStatus: whether backslashes escape in plain strings decides where a literal ends ("on" and "off" differ in
 * the second letter). */
static void status_byte(struct frame_run *run, uint8_t c)
{
    struct postgres_direction *self = &run->self->postgres;
    if (self->step == 0 && c)
        remember(self, c);
    else if (self->step < UINT8_MAX)
        self->step++;
    if (self->step == 3 && is_named(self, "standard_conforming_strings"))
        frame_store(&run->state->shared.postgres.backslashes, c == 'f');
}

static void value_complete(struct postgres_direction *self)
{
    self->number = 0;
    self->step = VALUE_LENGTH;
    if (--self->items == 0) field_complete(self);
}

static void value_begins(struct frame_run *run)
{
    struct postgres_direction *self = &run->self->postgres;
    bool null = self->number == UINT32_MAX;
    frame_keep(run, (const uint8_t *)(null ? "\t-" : "\t="), 2);
    self->step = VALUE;
    if (null || self->number == 0) value_complete(self);
}

/* Bind: counted format codes, then counted values, each with its length. */
static void values_byte(struct frame_run *run, uint8_t c)
{
    struct postgres_direction *self = &run->self->postgres;
    switch (self->step) {
    case FORMAT_COUNT:
        if (!integer(self, c, 2)) return;
        self->items = self->number * 2;
        self->number = 0;
        self->step = self->items ? FORMATS : VALUE_COUNT;
        return;
    case FORMATS:
        if (--self->items == 0) self->step = VALUE_COUNT;
        return;
    case VALUE_COUNT:
        if (!integer(self, c, 2)) return;
        self->items = self->number;
        self->number = 0;
        self->step = VALUE_LENGTH;
        if (self->items == 0) field_complete(self);
        return;
    case VALUE_LENGTH:
        if (integer(self, c, 4)) value_begins(run);
        return;
    default:
        bp_keep_escaped(run, c);
        if (--self->number == 0) value_complete(self);
    }
}

static void error_byte(struct frame_run *run, uint8_t c)
{
    struct postgres_direction *self = &run->self->postgres;
    bool in_text = self->step;
    self->step = c != 0;
    if (in_text && c)
        bp_error_byte(run, c);
    else if (!in_text && c)
        bp_error_begins(run, c);
    else if (!in_text)
        field_complete(self);
}

static void field_byte(struct frame_run *run, char kind, uint8_t c)
{
    struct postgres_direction *self = &run->self->postgres;
    switch (kind) {
    case 'b':
        frame_keep_byte(run, '\t');
        bp_keep_escaped(run, c);
        field_complete(self);
        break;
    case 'i':
        number_field(run, c);
        break;
    case '4':
        if (integer(self, c, 4)) field_complete(self);
        break;
    case 'k':
        parameters_byte(run, c);
        break;
    case 'p':
        status_byte(run, c);
        break;
    case 'v':
        values_byte(run, c);
        break;
    default:
        error_byte(run, c);
    }
}

size_t bp_postgres_fields(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    const struct postgres_direction *self = &run->self->postgres;
    const char *fields = bp_postgres_fields_of(run, self->letter);
    size_t done = 0;
    while (done < count) {
        char kind = fields[self->field];
        if (kind == 0 || (kind == 'v' && run->state->redact)) return count;
        if (!frame_has_room(run, KEEP_BYTE_ROOM)) break;
        if (kind == 's' || kind == 'q' || kind == 'x')
            done += text_field(run, bytes + done, count - done, kind);
        else
            field_byte(run, kind, bytes[done++]);
    }
    return done;
}
