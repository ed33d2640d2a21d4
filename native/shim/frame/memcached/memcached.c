/* SPDX-License-Identifier: MIT */
/*
 * memcached, text, meta and binary protocol (doc/protocol.txt and
 * https://github.com/memcached/memcached/wiki/BinaryProtocolRevamped): answers come in the order of requests, but not
 * every request has one. So requests are numbered, and a response takes the number of the next one that is answered.
 */
#include "memcached.h"

#define BINARY_HEADER 24u
#define LAST_OPCODE 0x3fu

static bool is_graph(uint8_t c)
{
    return c > ' ' && c < 127;
}

/* A header without content in its data type, whose parts fit its body. */
static int binary_header(const uint8_t *first, size_t count, uint8_t magic)
{
    if (first[0] != magic || (count > 1 && first[1] > LAST_OPCODE) || (count > 5 && first[5])) return FRAME_GIVE_UP;
    if (count < 12) return FRAME_MORE;
    uint32_t parts = (uint32_t)first[4] + ((uint32_t)first[2] << 8 | first[3]);
    uint32_t body = (uint32_t)first[8] << 24 | (uint32_t)first[9] << 16 | (uint32_t)first[10] << 8 | first[11];
    return parts <= body ? 1 : FRAME_GIVE_UP;
}

/* Lines of words could be anything: only where the services map says so. */
static int memcached_recognise(const uint8_t *first, size_t count, bool hinted)
{
    if (first[0] == MEMCACHED_MAGIC_REQUEST) {
        int header = binary_header(first, count, MEMCACHED_MAGIC_REQUEST);
        return header == 1 ? BP_MESSAGE_REQUEST : header;
    }
    if (!hinted) return FRAME_GIVE_UP;
    if (first[0] >= 'A' && first[0] <= 'Z') return BP_MESSAGE_RESPONSE;
    size_t at = 0;
    while (at < count && ((first[at] >= 'a' && first[at] <= 'z') || first[at] == '_'))
        at++;
    if (at == 0 || at == HELD_MAX) return FRAME_GIVE_UP;
    if (at == count) return FRAME_MORE;
    return first[at] == ' ' || first[at] == '\r' || first[at] == '\n' ? BP_MESSAGE_REQUEST : FRAME_GIVE_UP;
}

static bool memcached_resumes(const uint8_t *first, size_t count)
{
    size_t feed = 0;
    bool binary = binary_header(first, count < HELD_MAX ? count : HELD_MAX, MEMCACHED_MAGIC_REQUEST) == 1;
    while (feed < count && first[feed] != '\n')
        feed++;
    static const char known[][5] = {"get ", "gets", "set ", "add ", "gat ", "mg ", "ms ", "mn\r\n"};
    for (size_t i = 0; i < sizeof known / sizeof known[0] && feed < count; i++)
        if (feed > 4 && memcmp(first, known[i], strlen(known[i])) == 0) return true;
    return binary;
}

void bp_memcached_special(struct frame_run *run, uint16_t count)
{
    struct memcached_shared *shared = &run->state->shared.memcached;
    uint32_t last = (shared->told - 1) % MEMCACHED_SPECIAL, waiting = shared->told - frame_load(&shared->taken);
    uint16_t number = (uint16_t)run->self->begun;
    bool grows = count && waiting && shared->special[last].count && shared->special[last].count < UINT16_MAX / 2 &&
                 (uint16_t)(shared->special[last].number + shared->special[last].count) == number;
    if (grows) {
        uint16_t longer = (uint16_t)(shared->special[last].count + 1);
        frame_store(&shared->special[last].count, longer);
    } else if (waiting == MEMCACHED_SPECIAL)
        frame_break(run);
    else {
        shared->special[shared->told % MEMCACHED_SPECIAL].number = number;
        shared->special[shared->told % MEMCACHED_SPECIAL].count = count;
        frame_store(&shared->told, shared->told + 1);
    }
}

static void reset(struct memcached_direction *self, bool binary)
{
    self->line = 0;
    self->number = 0;
    self->word_count = self->index = self->command = 0;
    self->counts = true;
    self->quiet = self->batch = self->more = self->noreply = false;
    self->shown = true;
    self->phase = binary ? MEMCACHED_HEADER : MEMCACHED_LINE;
}

static int begin_request(struct frame_run *run, const uint8_t *first, size_t count)
{
    bool binary = *first == MEMCACHED_MAGIC_REQUEST;
    int header = binary ? binary_header(first, count, MEMCACHED_MAGIC_REQUEST) : 1;
    if (header != 1) return header;
    if (!binary && !is_graph(*first)) return FRAME_GIVE_UP;
    reset(&run->self->memcached, binary);
    run->self->exchange = run->self->begun + 1;
    return BP_MESSAGE_REQUEST;
}

/* Whether the answer is to a malformed command that wanted none, or to the next one that does, cannot be told. */
static int complains(const uint8_t *first, size_t count)
{
    static const char complaints[] = "ERCLSE"; /* ERROR, CLIENT_ERROR, SERVER_ERROR */
    for (size_t i = 0; i < sizeof complaints - 1; i += 2)
        if (first[0] == (uint8_t)complaints[i]) return count < 2 ? FRAME_MORE : first[1] == (uint8_t)complaints[i + 1];
    return false;
}

static int begin_response(struct frame_run *run, const uint8_t *first, size_t count)
{
    struct memcached_direction *self = &run->self->memcached;
    struct memcached_shared *shared = &run->state->shared.memcached;
    bool binary = *first == MEMCACHED_MAGIC_RESPONSE, batch = false;
    int verdict = binary ? binary_header(first, count, MEMCACHED_MAGIC_RESPONSE) : 1;
    if (verdict != 1) return verdict;
    if (!binary && !is_graph(*first)) return FRAME_GIVE_UP;
    uint32_t taken = shared->taken, next = self->next ? self->next : 1;
    while (frame_load(&shared->told) != taken && shared->special[taken % MEMCACHED_SPECIAL].number == (uint16_t)next) {
        uint16_t skipped = frame_load(&shared->special[taken % MEMCACHED_SPECIAL].count);
        batch = skipped == 0;
        if (skipped) {
            int unsure = complains(first, count);
            if (unsure) return unsure < 0 ? unsure : FRAME_GIVE_UP;
        }
        next += skipped;
        taken++;
        if (batch) break;
    }
    frame_store(&shared->taken, taken);
    reset(self, binary);
    self->batch = batch;
    self->next = next + 1;
    run->self->exchange = next;
    return BP_MESSAGE_RESPONSE;
}

static int memcached_begin(struct frame_run *run, const uint8_t *first, size_t count)
{
    return run->self->asking ? begin_request(run, first, count) : begin_response(run, first, count);
}

/* CR LF behind data; then another line may follow. */
static void data_end(struct frame_run *run, uint8_t byte)
{
    struct memcached_direction *self = &run->self->memcached;
    bool feeds = self->phase == MEMCACHED_DATA_FEED;
    if (byte != (feeds ? '\n' : '\r')) {
        frame_break(run);
        return;
    }
    self->phase = feeds ? MEMCACHED_LINE : MEMCACHED_DATA_FEED;
    run->ended = feeds && !self->more;
}

static size_t memcached_advance(struct frame_run *run, const uint8_t *bytes, size_t count)
{
    struct memcached_direction *self = &run->self->memcached;
    size_t done = 0;
    while (done < count && !run->ended && frame_has_room(run, MEMCACHED_ROOM)) {
        if (self->phase == MEMCACHED_LINE)
            bp_memcached_line(run, bytes[done++]);
        else if (self->phase == MEMCACHED_DATA) {
            size_t step = count - done < self->left ? count - done : self->left;
            self->left -= step;
            done += step;
            if (self->left == 0) self->phase = MEMCACHED_DATA_END;
        } else if (self->phase < MEMCACHED_HEADER)
            data_end(run, bytes[done++]);
        else
            done += bp_memcached_binary(run, bytes + done, count - done);
    }
    return done;
}

static bool memcached_lawful(const struct frame_direction *self)
{
    (void)self;
    return false;
}

const struct frame_protocol bp_memcached = {
    .recognise = memcached_recognise,
    .begin = memcached_begin,
    .advance = memcached_advance,
    .lawful = memcached_lawful,
    .resumes = memcached_resumes,
};
