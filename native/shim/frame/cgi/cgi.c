/* SPDX-License-Identifier: MIT */
#include "cgi.h"

#include "../secret.h"

enum fate { FATE_NONE, FATE_SHOWN, FATE_SEARCHED, FATE_HIDDEN };

/* Servers pass their environment on, too, so only what the request says is kept. */
static bool tells_of_request(const char *name, size_t length)
{
#define NAME(name)                                                                                                     \
    {                                                                                                                  \
        sizeof(name) - 1, name                                                                                         \
    }
    static const struct {
        uint8_t length;
        char name[15];
    } known[] = {NAME("REQUEST_METHOD"), NAME("REQUEST_URI"),     NAME("QUERY_STRING"), NAME("SCRIPT_NAME"),
                 NAME("DOCUMENT_URI"),   NAME("SCRIPT_FILENAME"), NAME("PATH_INFO"),    NAME("CONTENT_LENGTH"),
                 NAME("CONTENT_TYPE"),   NAME("SERVER_NAME"),     NAME("SERVER_PORT"),  NAME("SERVER_PROTOCOL"),
                 NAME("REMOTE_ADDR"),    NAME("REMOTE_PORT"),     NAME("HTTPS"),        NAME("REQUEST_SCHEME")};
#undef NAME
    if (memcmp(name, "HTTP_", 5) == 0) return true;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].length == length && memcmp(known[i].name, name, length) == 0) return true;
    return false;
}

/* A header's name as the user may have given it: what were dashes are underscores here. */
static bool is_named(const char *header)
{
    uint64_t dashed = SECRET_HASH_BEGIN, plain = SECRET_HASH_BEGIN;
    for (; *header; header++) {
        plain = secret_hash(plain, (uint8_t)*header);
        dashed = secret_hash(dashed, *header == '_' ? '-' : (uint8_t)*header);
    }
    return bp_secret_name(plain) || bp_secret_name(dashed);
}

/* Only headers bring secrets, and parameters that the user named. */
static bool tells_secrets(const char *name)
{
    static const char marks[][16] = {"COOKIE", "AUTHORIZATION", "PASSWORD", "SECRET", "TOKEN"};
    if (memcmp(name, "HTTP_", 5) != 0) return false;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strstr(name, marks[i])) return true;
    return bp_secrets_named && is_named(name + 5);
}

static const bool is_name_byte[256] = {
    ['A' ... 'Z'] = true, ['a' ... 'z'] = true, ['0' ... '9'] = true, ['_'] = true, ['-'] = true};

/* The name as a string; false when it cannot be that of a kept variable. */
static bool read_name(const struct cgi_variable *variable, char name[static CGI_NAME_MAX + 1])
{
    if (variable->name_count == 0 || variable->name_count > CGI_NAME_MAX) return false;
    memcpy(name, variable->name, CGI_NAME_MAX);
    for (size_t i = 0; i < variable->name_count; i++)
        if (!is_name_byte[variable->name[i]]) return false;
    name[variable->name_count] = 0;
    return true;
}

bool bp_cgi_is_variable(const uint8_t *name, size_t count)
{
    struct cgi_variable variable = {0};
    char text[CGI_NAME_MAX + 1];
    bp_cgi_name(&variable, name, count);
    return read_name(&variable, text) && tells_of_request(text, count);
}

void bp_cgi_name(struct cgi_variable *variable, const uint8_t *bytes, size_t count)
{
    if (count + variable->name_count > CGI_NAME_MAX) {
        variable->name_count = CGI_NAME_MAX + 1;
        return;
    }
    memcpy(variable->name + variable->name_count, bytes, count);
    variable->name_count += (uint8_t)count;
}

void bp_cgi_value_begins(struct frame_run *run, struct cgi_variable *variable)
{
    char name[CGI_NAME_MAX + 1];
    static const char content_length[] = "CONTENT_LENGTH";
    variable->number = 0;
    variable->fate = FATE_NONE;
    variable->is_length = variable->name_count == sizeof content_length - 1 &&
                          memcmp(variable->name, content_length, sizeof content_length - 1) == 0;
    if (!read_name(variable, name) || (run->state->redact && !tells_of_request(name, variable->name_count))) return;
    bool redact = run->state->redact;
    variable->fate = redact && tells_secrets(name) ? FATE_HIDDEN
                     : redact && bp_secrets_named  ? FATE_SEARCHED
                                                   : FATE_SHOWN;
    bp_parameter_begin(&variable->scan);
    bp_keep(run, name);
    frame_keep_byte(run, '=');
    if (variable->fate == FATE_HIDDEN) frame_keep_redacted(run);
}

/* Keeps of the value what is no parameter's that the user named; as far as the room goes. */
static size_t search(struct frame_run *run, struct cgi_variable *variable, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    for (; done < count && frame_can_keep(run, KEEP_BYTE_ROOM); done++)
        if (bp_parameter_stays(run, &variable->scan, bytes[done])) bp_keep_escaped(run, bytes[done]);
    return done;
}

size_t bp_cgi_value(struct frame_run *run, struct cgi_variable *variable, const uint8_t *bytes, size_t count)
{
    size_t taken = variable->fate == FATE_SHOWN      ? bp_keep_text(run, bytes, count)
                   : variable->fate == FATE_SEARCHED ? search(run, variable, bytes, count)
                                                     : count;
    if (taken < count && !frame_keeps(run)) {
        run->self->flags |= BP_MESSAGE_CUT;
        taken = count;
    }
    for (size_t i = 0; variable->is_length && i < taken; i++) {
        bool digit = bytes[i] >= '0' && bytes[i] <= '9' && variable->number < UINT64_MAX / 16;
        variable->number = digit ? variable->number * 10 + (uint64_t)(bytes[i] - '0') : UINT64_MAX;
    }
    return taken;
}

void bp_cgi_value_ends(struct frame_run *run, struct cgi_variable *variable)
{
    if (variable->fate != FATE_NONE) frame_keep_byte(run, '\n');
    variable->name_count = 0;
}
