/* SPDX-License-Identifier: MIT */
/*
 * Finds the borders of messages in the bytes that a connection end sends and receives. Pure functions over a fixed-size
 * state: no allocation, no system call, no global but the services map, so they run in unit tests and fuzzers as they
 * are. Any split of the same bytes gives the same messages; bytes that make no sense make the conversation unframed.
 * One thread may drive a conversation's sent direction while another drives its received one (a server reads the next
 * request while its last answer is still being written): what one direction must know of the other passes through
 * atomics, never a lock.
 */
#ifndef BP_FRAME_H
#define BP_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../../wire/wire.h"

/* One end's view of one connection: both directions, because a response's border can depend on its request (HEAD).
 * Opaque to callers except `protocol` and `unframed`; all zero bytes plus bp_frame_start make a valid one; may be
 * copied (fork does). */
struct bp_conversation {
    uint16_t protocol; /* bp_protocol; NONE until recognised */
    uint8_t role;      /* bp_channel_role; UNKNOWN until the first message tells */
    bool unframed;     /* given up: all further bytes are nobody's; an open message ends with bp_frame_close */
    uint32_t reserved;
    uint64_t state[64];
};

/* A run of bytes that belong to one message (or to none: type 0). */
struct bp_piece {
    size_t length;    /* bytes of the input it takes; at least 1 */
    uint32_t earlier; /* with BEGIN: bytes taken by earlier type-0 pieces that turn out to be this message's first */
    uint8_t type;     /* bp_message_type; 0: nobody's, or not decided yet */
    uint8_t flags;    /* BP_MESSAGE_BEGIN, _END, _BROKEN, _CUT, _REDACTED */
    uint16_t protocol;
    uint32_t text_length; /* bytes of kept text written to the caller's room */
    uint32_t exchange; /* as in bp_message; then several messages may be open in a direction, each piece of its own */
};

/* `protocol` from the services map, or NONE to recognise by the first bytes. `text_limit`: bytes of kept text a
 * message, at most BP_TEXT_MAX. `redact`: law 7. */
void bp_frame_start(struct bp_conversation *conversation, uint16_t protocol, uint8_t role, uint32_t text_limit,
                    bool redact);

/* The next piece of bytes[0..count), count > 0. Never crosses a message's border: a piece with END ends exactly there.
 * Kept text of the piece is written to text[0..room); a piece is made shorter when room would not hold its text, so
 * that nothing is cut but by the limit; 512 bytes of room are always enough for progress. Time is linear in
 * piece.length. `bytes` NULL: they moved unseen (sendfile, splice), which is lawful in a body whose end is counted or
 * is the end of the connection; anywhere else the conversation becomes unframed. CUT and REDACTED stand on every piece
 * from the first that they are true of. */
struct bp_piece bp_frame_next(struct bp_conversation *conversation, bool sent, const uint8_t *bytes, size_t count,
                              uint8_t *text, size_t room);

/* Bytes have gone by unseen, of both directions perhaps; now `sent` speaks after the other one did. Whether the bytes
 * begin a request of the conversation's protocol, so that it may be taken up there. */
bool bp_frame_resumes(const struct bp_conversation *conversation, bool sent, const uint8_t *bytes, size_t count);

/* Takes the conversation up: its protocol and who asks stay, its messages begin anew. */
void bp_frame_resume(struct bp_conversation *conversation);

/* What another process must know to go on with a conversation between two messages. */
struct bp_frame_passed {
    uint16_t protocol;
    uint16_t sent_asks;
    uint32_t begun[2]; /* requests or responses, received and sent */
    uint32_t reserved;
    uint64_t shared[8];
};

/* False when the conversation stands within a message, or its protocol does not go on elsewhere. */
bool bp_frame_pass(const struct bp_conversation *conversation, struct bp_frame_passed *passed);

/* Right after bp_frame_start (and _declare): goes on with what another process passed, whoever wrote it. False when it
 * cannot be. */
bool bp_frame_go_on(struct bp_conversation *conversation, const struct bp_frame_passed *passed);

/* The direction ended (end of file, reset, close). The piece, of no length, that ends the message that was open there
 * (END, and BROKEN unless the end of the connection is a lawful border); type 0 when none was, or when the protocol
 * numbers its exchanges, where no message is open but those that their numbers tell. */
struct bp_piece bp_frame_close(struct bp_conversation *conversation, bool sent);

/* Names of headers and parameters whose values are hidden besides those of credentials and cookies, wherever the head
 * of a message has them: separated by commas, in any case. Replaces those given before; before the first conversation
 * only. */
void bp_frame_hide(const char *names);

/* Whether the direction is within a message, so that its next bytes begin nothing. */
bool bp_frame_within(const struct bp_conversation *conversation, bool sent);

/* A datagram that is a message by itself. */
struct bp_datagram_found {
    uint16_t protocol;
    uint8_t type;  /* bp_message_type */
    uint8_t flags; /* BP_MESSAGE_CUT, _REDACTED */
    uint32_t exchange;
    uint32_t text_length;
};

#define BP_DATAGRAM_LOOK 512u  /* bytes of a datagram that are looked at, at most */
#define BP_DATAGRAM_ROOM 1536u /* bytes of text that they make, at most */

/* Reads a datagram of `length` bytes, of which the first `count` are here: all, or BP_DATAGRAM_LOOK. `protocol` as the
 * services map names it; with NONE only what can be nothing else is known. False: nobody's. The kept part is in
 * text[0..BP_DATAGRAM_ROOM). */
bool bp_frame_datagram(uint16_t protocol, const uint8_t *bytes, size_t count, size_t length, uint32_t text_limit,
                       bool redact, uint8_t *text, struct bp_datagram_found *found);

enum bp_line_end { BP_LINE_LF, BP_LINE_CRLF, BP_LINE_NUL };

/* A private protocol as the user declares it. */
#define BP_PRIVATE_NAME 32u
#define BP_PRIVATE_MOST 64u
struct bp_private {
    char name[BP_PRIVATE_NAME]; /* ends with NUL */
    uint16_t protocol;          /* BP_PROTOCOL_LINE or _LENGTH */
    uint8_t end;                /* bp_line_end; LF: a CR before it belongs to it */
    uint8_t offset;             /* bytes of a message before its length ... */
    uint8_t size;               /* ... and of the length; then come as many as it says, and `adjust` more */
    bool little;                /* the length's last byte comes first */
    bool greeting;              /* who was connected to speaks first, and is not answered */
    bool keeps;                 /* redacted, `keep` bytes of a message are kept; else its first word */
    int16_t adjust;
    uint32_t keep;
};

/* The conversation is one of a private protocol, which stays where it is. Right after bp_frame_start. */
void bp_frame_declare(struct bp_conversation *conversation, const struct bp_private *declared);

/* The services map: LIBBTRACE_SERVICES over /etc/services. Names and aliases that we frame (http, www, postgresql ...)
 * by port. Read once; `text` is the file's content. Bad lines are passed over and counted in the result. */
#define BP_SERVICE_DECLARED 8 /* bits of a port's entry from here on: which of `declared` it is, from 1 */
struct bp_services {
    uint16_t tcp[65536]; /* bp_protocol in the lower bits */
    uint16_t udp[65536];
    struct bp_private declared[BP_PRIVATE_MOST];
    uint16_t declared_count;
};
size_t bp_services_add(struct bp_services *services, const char *text, size_t length);

/* Private protocols, LIBBTRACE_PROTOCOLS, whose names the services added later may use. */
size_t bp_services_declare(struct bp_services *services, const char *text, size_t length);

/* bp_protocol for a service name, NONE when it is not framed. */
uint16_t bp_protocol_named(const char *name, size_t length);

#endif
