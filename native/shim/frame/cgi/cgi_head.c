/* SPDX-License-Identifier: MIT */
#include "cgi.h"

#include "../secret.h"

enum phase { HEAD_LINE_BEGIN, HEAD_NAME, HEAD_VALUE, HEAD_BLANK_LINE, HEAD_OVER };

bool bp_cgi_head_is_over(const struct cgi_head *head)
{
    return head->phase == HEAD_OVER;
}

bool bp_cgi_head_rests(const struct cgi_head *head)
{
    return head->phase == HEAD_OVER || (head->phase == HEAD_LINE_BEGIN && !head->secret);
}

/* The blank line, the header before it continued, or a new header. */
static void line_begins(struct cgi_head *head, uint8_t first)
{
    if (first == '\n')
        head->phase = HEAD_OVER;
    else if (first == '\r')
        head->phase = HEAD_BLANK_LINE;
    else if (first == ' ' || first == '\t')
        head->phase = HEAD_VALUE;
    else {
        head->phase = HEAD_NAME;
        head->secret = false;
        head->name = SECRET_HASH_BEGIN;
        head->scan = (struct parameter_scan){0};
    }
}

/* The name of a header, up to and with the colon. */
static size_t name(struct frame_run *run, struct cgi_head *head, const uint8_t *bytes, size_t count)
{
    uint64_t hash = head->name;
    size_t done = 0;
    while (done < count && bytes[done] != ':' && bytes[done] != '\n')
        hash = secret_hash(hash, bytes[done++]);
    head->name = hash;
    bool ends = done < count;
    frame_keep(run, bytes, done + ends);
    if (!ends) return done;
    head->phase = bytes[done] == ':' ? HEAD_VALUE : HEAD_LINE_BEGIN;
    head->secret = head->phase == HEAD_VALUE && run->state->redact && bp_secret_name(hash);
    if (head->secret) frame_keep_byte(run, ' '), frame_keep_redacted(run);
    return done + 1;
}

static size_t value(struct frame_run *run, struct cgi_head *head, const uint8_t *bytes, size_t count)
{
    const uint8_t *feed = memchr(bytes, '\n', count);
    size_t length = feed ? (size_t)(feed - bytes) + 1 : count;
    if (!head->secret && run->state->redact && bp_secrets_named)
        for (size_t i = 0; i < length; i++)
            bp_parameter(run, &head->scan, bytes[i]);
    else if (!head->secret)
        frame_keep(run, bytes, length);
    else if (feed)
        frame_keep_byte(run, '\n');
    if (feed) head->phase = HEAD_LINE_BEGIN;
    return length;
}

size_t bp_cgi_head(struct frame_run *run, struct cgi_head *head, const uint8_t *bytes, size_t count)
{
    size_t done = 0;
    while (done < count && head->phase != HEAD_OVER && frame_has_room(run, CGI_ROOM)) {
        size_t here = count - done, room = run->room - run->used;
        if (head->phase == HEAD_LINE_BEGIN) line_begins(head, bytes[done]);
        if (head->phase == HEAD_NAME)
            done += name(run, head, bytes + done, here < CGI_ROOM - 2 ? here : CGI_ROOM - 2);
        else if (head->phase == HEAD_VALUE)
            done += value(run, head, bytes + done, frame_keeps(run) && here > room ? room : here);
        else {
            frame_keep_byte(run, bytes[done]);
            if (bytes[done++] != '\r') head->phase = HEAD_OVER;
        }
    }
    return done;
}
