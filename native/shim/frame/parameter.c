/* SPDX-License-Identifier: MIT */
/*
 * Parameters as forms write them (https://url.spec.whatwg.org/#application/x-www-form-urlencoded), in the target of a
 * request and in every header that quotes one. A hidden value ends with `&` or with the text, because whoever puts
 * blanks or separators into a URL without escaping them may have put them into the value.
 */
#include "parameter.h"

#include "conversation.h"
#include "secret.h"

enum step {
    PARAMETER_OUTSIDE,
    PARAMETER_NAME,
    PARAMETER_ESCAPE, /* behind a percent sign ... */
    PARAMETER_DIGIT,  /* ... and one digit */
    PARAMETER_VALUE,  /* to be hidden, from its first byte on */
    PARAMETER_HIDDEN,
};

static int hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void bp_parameter_begin(struct parameter_scan *scan)
{
    scan->step = PARAMETER_NAME;
    scan->name = SECRET_HASH_BEGIN;
}

static void name_byte(struct parameter_scan *scan, uint8_t c)
{
    if (c == '=')
        scan->step = bp_secret_name(scan->name) ? PARAMETER_VALUE : PARAMETER_OUTSIDE;
    else if (c == '%')
        scan->step = PARAMETER_ESCAPE;
    else if (c != ' ' || scan->name != SECRET_HASH_BEGIN)
        scan->name = secret_hash(scan->name, c);
}

/* A broken escape names nothing. */
static void escape_byte(struct parameter_scan *scan, uint8_t c)
{
    int digit = hex_value(c);
    if (digit < 0)
        scan->step = PARAMETER_OUTSIDE;
    else if (scan->step == PARAMETER_ESCAPE) {
        scan->escape = (uint8_t)digit;
        scan->step = PARAMETER_DIGIT;
    } else {
        scan->name = secret_hash(scan->name, (uint8_t)(scan->escape << 4 | digit));
        scan->step = PARAMETER_NAME;
    }
}

bool bp_parameter_stays(struct frame_run *run, struct parameter_scan *scan, uint8_t byte)
{
    bool hides = scan->step >= PARAMETER_VALUE, line_end = byte == '\r' || byte == '\n';
    if (hides && byte != '&' && !line_end) {
        if (scan->step == PARAMETER_VALUE) frame_keep_redacted(run);
        scan->step = PARAMETER_HIDDEN;
        return false;
    }
    if (byte == '&' || (!hides && (byte == '?' || byte == ';')))
        bp_parameter_begin(scan);
    else if (scan->step == PARAMETER_NAME)
        name_byte(scan, byte);
    else if (scan->step == PARAMETER_ESCAPE || scan->step == PARAMETER_DIGIT)
        escape_byte(scan, byte);
    return true;
}

void bp_parameter(struct frame_run *run, struct parameter_scan *scan, uint8_t byte)
{
    if (bp_parameter_stays(run, scan, byte)) frame_keep_byte(run, byte);
}
