/* SPDX-License-Identifier: MIT */
/* Private protocols as the user declares them: lines of `NAME line SETTING=VALUE ...` or `NAME length ...`. */
#include "frame.h"
#include "word.h"

static bool read_number(struct word word, int32_t least, int32_t most, int32_t *number)
{
    bool negative = word.length && *word.begin == '-';
    if (negative) word.begin++, word.length--;
    *number = 0;
    for (size_t i = 0; i < word.length; i++) {
        if (word.begin[i] < '0' || word.begin[i] > '9' || *number > (int32_t)BP_TEXT_MAX) return false;
        *number = *number * 10 + (word.begin[i] - '0');
    }
    if (negative) *number = -*number;
    return word.length && *number >= least && *number <= most;
}

/* One of two values; false for any other. */
static bool choose(struct word value, const char *no, const char *yes, bool *choice)
{
    *choice = word_is(value, yes);
    return *choice || word_is(value, no);
}

static bool set_end(struct bp_private *one, struct word value)
{
    one->end = word_is(value, "crlf") ? BP_LINE_CRLF : word_is(value, "nul") ? BP_LINE_NUL : BP_LINE_LF;
    return one->end != BP_LINE_LF || word_is(value, "lf");
}

static bool set_length(struct bp_private *one, struct word name, struct word value)
{
    int32_t number = 0;
    bool good = false;
    if (word_is(name, "order")) return choose(value, "big", "little", &one->little);
    if (word_is(name, "offset")) {
        good = read_number(value, 0, 64, &number);
        one->offset = (uint8_t)number;
    } else if (word_is(name, "size")) {
        good = read_number(value, 1, 8, &number);
        one->size = (uint8_t)number;
    } else if (word_is(name, "adjust")) {
        good = read_number(value, -1024, 1024, &number);
        one->adjust = (int16_t)number;
    }
    return good;
}

static bool set(struct bp_private *one, struct word setting)
{
    const char *equals = memchr(setting.begin, '=', setting.length);
    if (!equals) return false;
    struct word name = {setting.begin, (size_t)(equals - setting.begin)};
    struct word value = {equals + 1, setting.length - name.length - 1};
    int32_t number = 0;
    if (word_is(name, "greeting")) return choose(value, "no", "yes", &one->greeting);
    if (word_is(name, "keep")) {
        one->keeps = read_number(value, 0, BP_TEXT_MAX, &number);
        one->keep = (uint32_t)number;
        return one->keeps;
    }
    if (one->protocol == BP_PROTOCOL_LINE) return word_is(name, "end") && set_end(one, value);
    return set_length(one, name, value);
}

static bool declare(struct bp_services *services, struct word line)
{
    struct word name = next_word(&line), kind = next_word(&line);
    struct bp_private one = {.size = 4};
    if (name.length == 0) return true;
    if (word_is(kind, "line")) one.protocol = BP_PROTOCOL_LINE;
    if (word_is(kind, "length")) one.protocol = BP_PROTOCOL_LENGTH;
    if (!one.protocol || name.length >= sizeof one.name || services->declared_count == BP_PRIVATE_MOST) return false;
    for (struct word setting; (setting = next_word(&line)).length;)
        if (!set(&one, setting)) return false;
    memcpy(one.name, name.begin, name.length);
    services->declared[services->declared_count++] = one;
    return true;
}

size_t bp_services_declare(struct bp_services *services, const char *text, size_t length)
{
    struct word rest = {text, length}, line;
    size_t bad = 0;
    while (next_line(&rest, &line))
        bad += !declare(services, line);
    return bad;
}
