/* SPDX-License-Identifier: MIT */
/*
 * The lines of memcached: what follows them, and what is kept: of requests the lines without data and without amounts,
 * of responses the first word.
 */
#include "../keep.h"
#include "memcached.h"

#define LINE_MAX_BYTES 65536u
#define DATA_MAX ((uint64_t)1 << 40)

enum memcached_kind {
    KIND_OTHER,
    KIND_STORE,  /* the fifth word is a length */
    KIND_CHANGE, /* may end with noreply; the third word is an amount */
    KIND_PLAIN,  /* may end with noreply */
    KIND_META,
    KIND_META_SET, /* the third word is a length */
    KIND_META_NOOP,
    KIND_SILENT, /* ends the connection */
    KIND_WATCH,
};

static uint8_t kind_of(const uint8_t *word, uint8_t count)
{
    static const struct {
        char name[MEMCACHED_WORD_MAX + 1];
        uint8_t kind;
    } known[] = {
        {"get", KIND_OTHER},
        {"set", KIND_STORE},
        {"mg", KIND_META},
        {"ms", KIND_META_SET},
        {"gets", KIND_OTHER},
        {"add", KIND_STORE},
        {"replace", KIND_STORE},
        {"append", KIND_STORE},
        {"prepend", KIND_STORE},
        {"cas", KIND_STORE},
        {"incr", KIND_CHANGE},
        {"decr", KIND_CHANGE},
        {"delete", KIND_PLAIN},
        {"touch", KIND_PLAIN},
        {"flush_all", KIND_PLAIN},
        {"verbosity", KIND_PLAIN},
        {"md", KIND_META},
        {"ma", KIND_META},
        {"mn", KIND_META_NOOP},
        {"quit", KIND_SILENT},
        {"watch", KIND_WATCH},
        {"shutdown", KIND_SILENT},
        {"cache_memlim", KIND_PLAIN},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strlen(known[i].name) == count && memcmp(known[i].name, word, count) == 0) return known[i].kind;
    return KIND_OTHER;
}

static bool is(const struct memcached_direction *self, const char *word)
{
    return self->word_count == strlen(word) && memcmp(self->word, word, self->word_count) == 0;
}

/* The place of the length in a line that data follow. */
static uint8_t length_place(const struct memcached_direction *self, bool asking)
{
    if (asking) return self->command == KIND_STORE ? 4 : self->command == KIND_META_SET ? 2 : 0;
    return self->command == 'V' ? 3 : self->command == 'A' ? 1 : 0;
}

static void data_of(struct frame_run *run)
{
    struct memcached_direction *self = &run->self->memcached;
    self->left = self->number;
    if (!self->counts || self->left > DATA_MAX) frame_break(run);
}

/* A server's first word tells whether the line is the answer's last. */
static void server_word(struct frame_run *run)
{
    struct memcached_direction *self = &run->self->memcached;
    bool row = is(self, "VALUE") || is(self, "STAT") || is(self, "ITEM") || is(self, "PREFIX") || is(self, "mg") ||
               (self->word_count > 4 && memcmp(self->word, "key=", 4) == 0);
    self->command = is(self, "VALUE") ? 'V' : is(self, "VA") ? 'A' : 0;
    self->more = row || (self->batch && !is(self, "MN"));
}

static void word_ends(struct frame_run *run)
{
    struct memcached_direction *self = &run->self->memcached;
    bool asking = run->self->asking;
    if (self->word_count == 0) return;
    if (self->index == 0 && asking)
        self->command = kind_of(self->word, self->word_count);
    else if (self->index == 0)
        server_word(run);
    else if (self->index == length_place(self, asking))
        data_of(run);
    bool meta = asking && (self->command == KIND_META || self->command == KIND_META_SET);
    if (meta && self->index >= 2 && is(self, "q")) self->quiet = true;
    self->noreply = self->index && is(self, "noreply");
    if (self->index < UINT8_MAX) self->index++;
}

/* Whether a request's line, and the data behind it, are its last. */
static bool client_line(struct frame_run *run)
{
    struct memcached_direction *self = &run->self->memcached;
    bool may = self->command == KIND_STORE || self->command == KIND_CHANGE || self->command == KIND_PLAIN;
    if (self->quiet || self->batch) {
        bool ends = self->command == KIND_META_NOOP;
        if (!self->batch) bp_memcached_special(run, 0);
        if (self->batch && !ends && !self->quiet) frame_break(run); /* its answer could be anybody's in the batch */
        self->batch = true;
        self->quiet = false;
        return ends;
    }
    if (self->command == KIND_WATCH) frame_store(&run->conversation->unframed, true);
    if (self->command == KIND_SILENT || (may && self->noreply)) bp_memcached_special(run, 1);
    return true;
}

static void line_ends(struct frame_run *run)
{
    struct memcached_direction *self = &run->self->memcached;
    bool asking = run->self->asking;
    uint8_t place = length_place(self, asking);
    if (asking) self->more = !client_line(run);
    bool data = place && self->index > place;
    self->phase = !data ? MEMCACHED_LINE : self->left ? MEMCACHED_DATA : MEMCACHED_DATA_END;
    if (!data && !self->more) run->ended = true;
    self->line = 0;
    self->index = 0;
}

/* A response's first word, unless it is a value. */
static void keep_answer(struct frame_run *run, uint8_t byte)
{
    struct memcached_direction *self = &run->self->memcached;
    bool safe = byte == '_' || (byte >= 'A' && byte <= 'Z') || !run->state->redact;
    if (!self->shown) return;
    if (safe)
        bp_keep_escaped(run, byte);
    else
        frame_keep_redacted(run);
    self->shown = safe;
}

static void keep(struct frame_run *run, uint8_t byte)
{
    struct memcached_direction *self = &run->self->memcached;
    if (!run->self->asking)
        keep_answer(run, byte);
    else if (self->command != KIND_CHANGE || self->index != 2 || !run->state->redact)
        bp_keep_escaped(run, byte);
    else if (self->word_count == 0)
        frame_keep_redacted(run);
}

void bp_memcached_line(struct frame_run *run, uint8_t byte)
{
    struct memcached_direction *self = &run->self->memcached;
    if (++self->line > LINE_MAX_BYTES)
        frame_break(run);
    else if (byte == ' ' || byte == '\n') {
        word_ends(run);
        self->shown = false;
        self->word_count = 0;
        self->number = 0;
        self->counts = true;
        if (run->self->asking) frame_keep_byte(run, byte);
        if (byte == '\n' && !run->ended) line_ends(run);
    } else if (byte != '\r') {
        keep(run, byte);
        self->counts &= byte >= '0' && byte <= '9' && self->number < DATA_MAX;
        self->number = self->number * 10 + (uint8_t)(byte - '0');
        if (self->word_count < MEMCACHED_WORD_MAX) self->word[self->word_count++] = byte;
    }
}
