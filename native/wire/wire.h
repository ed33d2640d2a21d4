/* SPDX-License-Identifier: MIT */
/*
 * The contract between capture (C) and everything behind it (C#), version 1.
 * WIRE.md beside this file tells the same in words; a test holds both languages to the same sizes and offsets.
 *
 * Bump rule: from the first release on BP_WIRE_VERSION rises when the size, offset or meaning of anything below
 * changes. A new record kind, call number, protocol or flag is no change: readers step over kinds they do not know by
 * their size.
 *
 * All integers are little-endian and naturally aligned. Reserved bytes are written as zero and ignored when read.
 */
#ifndef BP_WIRE_H
#define BP_WIRE_H

#include <stdint.h>

#define BP_WIRE_VERSION 1

/* ---- Segments: one mapped file, written by one thread ------------------------------------------------------------ */

#define BP_SEGMENT_MAGIC "BPSEGMNT"
#define BP_SEGMENT_MIN 65536u       /* bytes; the first segment of a thread */
#define BP_SEGMENT_MAX (16u << 20)  /* bytes; a reader refuses a larger one */
#define BP_RECORD_MAX (1088u << 10) /* bytes; a record with its text, head included */
#define BP_TEXT_DEFAULT 8192u       /* bytes of a message kept unless the user asks for another limit */
#define BP_TEXT_MAX (1u << 20)      /* bytes; the largest limit a user may ask for */

enum bp_segment_state {
    BP_SEGMENT_OPEN = 0,   /* its thread may still write */
    BP_SEGMENT_CLOSED = 1, /* complete; the thread has gone on to another segment or has ended */
};

/* What becomes of a CLOSED segment's pages. Written by the process until KEPT, from then on by the forwarder. */
enum bp_segment_reuse {
    BP_REUSE_NONE = 0,
    BP_REUSE_KEPT = 1, /* its process has it mapped still and would write into it again */
    BP_REUSE_FREE = 2, /* all of it is acknowledged: whoever renames the file may write into it */
    BP_REUSE_GONE = 3, /* the forwarder has removed the file */
};

struct bp_segment {
    uint8_t magic[8];
    uint16_t version;
    uint16_t header_size;   /* records begin here; a multiple of 8 */
    uint32_t size;          /* bytes of the file, header included */
    uint64_t stream;        /* random; one thread of one process image */
    uint32_t number;        /* of this segment in its stream, from 0 */
    uint32_t state;         /* bp_segment_state; set last */
    uint64_t claimed;       /* offset of the first byte that no record has claimed */
    uint64_t lost;          /* records this thread had to drop since its stream began */
    uint64_t image;         /* random; one process between fork or exec and its end */
    uint64_t boot_id[2];    /* /proc/sys/kernel/random/boot_id: which running kernel */
    uint64_t pid_namespace; /* inode of /proc/self/ns/pid; 0 unknown */
    uint64_t net_namespace; /* inode of /proc/self/ns/net; 0 unknown */
    uint64_t process_start; /* field 22 of /proc/self/stat, tells a reused pid apart; 0 unknown */
    uint64_t monotonic;     /* CLOCK_MONOTONIC in ns when the segment was opened ... */
    uint64_t realtime;      /* ... and CLOCK_REALTIME in ns at that moment */
    uint32_t pid;
    uint32_t tid;
    uint32_t parent_pid;
    uint32_t uid;
    char host[64];    /* nodename of uname(2), NUL-terminated */
    char program[64]; /* base name of the executable, NUL-terminated, cut when longer */
    uint32_t reuse;   /* bp_segment_reuse */
    uint32_t stale;   /* its writer's own note: bytes from the begin that an earlier segment in these pages has used */
    uint8_t reserved[248];
};

#define BP_SWITCH_SIZE 4096u

/* `switch.<uid>` of a spool, which all programs of that user have mapped. */
struct bp_switch {
    uint32_t off; /* while not 0, they do not record */
    uint8_t reserved0[60];
    uint64_t unrecorded; /* records dropped by threads without a segment to say so in; the forwarder takes them off */
    uint8_t reserved1[56];
};

/* ---- Records ----------------------------------------------------------------------------------------------------- */

enum bp_record_kind {
    BP_RECORD_CALL = 1,
    BP_RECORD_CHANNEL = 2,
    BP_RECORD_MESSAGE = 3,
    BP_RECORD_PROCESS = 4,
    BP_RECORD_THREAD = 5,
    BP_RECORD_COST = 6,
    BP_RECORD_LOSS = 7,
    BP_RECORD_DATAGRAM = 8,
};

/*
 * A thread claims space by moving `claimed`, then writes the head's first 8 bytes with state 0, then the body, then
 * state 1. A claimed record whose state is 0 is being written, or was when its thread died; a head of 8 zero bytes
 * below `claimed` is a claim that was interrupted before its head. Both are stepped over once the thread is gone.
 */
struct bp_head {
    uint32_t size; /* bytes with head and text, a multiple of 8 */
    uint8_t kind;  /* bp_record_kind */
    uint8_t state; /* 1: complete */
    uint16_t call; /* CALL: number from calls.def; else 0 */
};

/* One library call. Written after the call returned (exec: before), so in order of return within a thread. */
struct bp_call {
    struct bp_head head;
    uint64_t begin;    /* CLOCK_MONOTONIC, ns */
    uint64_t end;      /* CLOCK_MONOTONIC, ns */
    int64_t result;    /* what the call returned to the program */
    int32_t error;     /* errno when it failed, else 0 */
    int32_t fd;        /* its descriptor; -1 none */
    uint64_t channel;  /* identity of the channel behind fd; 0 unknown (yet) or none */
    uint64_t offset;   /* stream channels: of the first byte moved (see WIRE.md); else the second argument */
    uint64_t argument; /* the call's first argument beyond fd, as calls.def says */
    /* followed by text up to head.size: a path, a program and its arguments (NUL-separated), zero padded */
};

enum bp_channel_kind {
    BP_CHANNEL_UNKNOWN = 0,
    BP_CHANNEL_FILE = 1,
    BP_CHANNEL_PIPE = 2,
    BP_CHANNEL_TCP = 3,
    BP_CHANNEL_UDP = 4,
    BP_CHANNEL_UNIX_STREAM = 5,
    BP_CHANNEL_UNIX_DATAGRAM = 6,
    BP_CHANNEL_OTHER = 7, /* terminals, event descriptors, devices ... */
};

enum bp_channel_role {
    BP_ROLE_UNKNOWN = 0,
    BP_ROLE_LISTENER = 1,
    BP_ROLE_CLIENT = 2, /* called connect */
    BP_ROLE_SERVER = 3, /* came from accept */
};

enum bp_channel_flag {
    BP_CHANNEL_OPENED = 1, /* this record's process just created the channel; without it the channel was found in use */
    BP_CHANNEL_READS = 2,  /* pipes: the end that reads */
    BP_CHANNEL_WRITES = 4, /* pipes: the end that writes */
    BP_CHANNEL_UNFRAMED = 8, /* its messages are not told apart any more, or not at the moment */
    BP_CHANNEL_TLS = 16,     /* its bytes are TLS records ... */
    BP_CHANNEL_PLAIN = 32,   /* ... and seen in plain text, which messages and the calls of family `tls` count */
};

struct bp_address {
    uint16_t family; /* AF_INET, AF_INET6, AF_UNIX; 0 unknown */
    uint16_t port;   /* host byte order */
    uint32_t scope;
    uint8_t ip[16]; /* IPv4 as ::ffff:a.b.c.d */
};

/* What a channel is; written before the first other record of this image that names it, and again when it learns more
 * (connect, listen, its peer). A file that this image has opened by its path has none. */
struct bp_channel {
    struct bp_head head;
    uint64_t time;    /* CLOCK_MONOTONIC, ns */
    uint64_t channel; /* sockets and pipes: inode, unique in a boot; files: device and inode mixed, top bit set */
    uint64_t peer;    /* channel at the other end where the kernel tells it (socketpair, Unix sockets); else 0 */
    int32_t fd;
    uint16_t kind;     /* bp_channel_kind */
    uint16_t role;     /* bp_channel_role */
    uint16_t protocol; /* bp_protocol named by the services map; 0 none */
    uint16_t flags;    /* bp_channel_flag */
    uint32_t reserved;
    struct bp_address local;
    struct bp_address remote;
    /* followed by text: the path of a file or Unix socket */
};

/* Numbers from protocols.def. */
enum bp_protocol {
    BP_PROTOCOL_NONE = 0,
#define BP_PROTOCOL(number, NAME, name, services) BP_PROTOCOL_##NAME = number,
#include "protocols.def"
};

enum bp_message_type {
    BP_MESSAGE_REQUEST = 1,  /* begins an exchange */
    BP_MESSAGE_RESPONSE = 2, /* ends the exchange of its number, or the oldest open one of its connection */
    BP_MESSAGE_NOTICE = 3,   /* belongs to no exchange's count: HTTP 1xx, a PostgreSQL notification, Terminate */
};

enum bp_message_flag {
    BP_MESSAGE_SENT = 1,      /* written by this process; without it, received */
    BP_MESSAGE_BEGIN = 2,     /* this record tells of the message's first byte */
    BP_MESSAGE_END = 4,       /* position is the message's end */
    BP_MESSAGE_CUT = 8,       /* more of the message's kept part existed than the limit allows */
    BP_MESSAGE_REDACTED = 16, /* values in the text were replaced before it was written */
    BP_MESSAGE_BROKEN = 32,   /* ended by the end of the connection, or the bytes stopped making sense */
};

/*
 * A message, or the next part of one: a message that arrives in one read is one record with BEGIN and END; one that
 * takes several has a record for its begin, one for each further piece of kept text, and one for its end. Stands before
 * the CALL record of the read or write that moved the bytes, in the same stream, so that this call is already part of
 * what the message started.
 */
struct bp_message {
    struct bp_head head;
    uint64_t time; /* CLOCK_MONOTONIC, ns: the end of the call that received, the begin of the call that sent */
    uint64_t channel;
    uint64_t
        start; /* stream offset of the message's first byte; with an exchange number, without BEGIN: of this part */
    uint64_t position; /* stream offset behind the last byte this record speaks of */
    uint16_t protocol; /* bp_protocol */
    uint8_t type;      /* bp_message_type */
    uint8_t flags;     /* bp_message_flag */
    uint32_t text_length;
    uint32_t
        exchange; /* the protocol's own number of the exchange; 0: the n-th request and the n-th response make one */
    uint32_t reserved;
    /* followed by text_length bytes of the message's kept part, zero padded */
};

/*
 * A datagram that is a message. Stands before the CALL record of the call that moved it; where one moved several, one
 * for each, in their order.
 */
struct bp_datagram {
    struct bp_head head;
    uint64_t time; /* as in bp_message */
    uint64_t channel;
    struct bp_address local; /* as far as the program or the kernel has told it; the address may be all zeros */
    struct bp_address peer;  /* family 0: the program did not ask who sent it */
    uint32_t length;         /* bytes of the datagram */
    uint32_t exchange;       /* the protocol's own number of the exchange, never 0 */
    uint16_t protocol;       /* bp_protocol */
    uint8_t type;            /* bp_message_type */
    uint8_t flags;           /* bp_message_flag: BEGIN and END always */
    uint32_t text_length;
    /* followed by text_length bytes of the message's kept part, zero padded */
};

enum bp_process_reason {
    BP_PROCESS_START = 1, /* a new program image: exec, or traced from the loader on */
    BP_PROCESS_FORK = 2,  /* child of fork: same image, new process */
};

/* First record of an image's first stream. */
struct bp_process {
    struct bp_head head;
    uint64_t time;
    uint64_t parent_image;  /* FORK: the image that forked; else 0 */
    uint64_t parent_stream; /* FORK: the stream of the thread that forked; else 0 */
    uint64_t birth;         /* FORK: the token that the parent's fork record carries as its argument; else 0 */
    uint32_t reason;        /* bp_process_reason */
    uint32_t text_length;
    /* followed by text: executable path NUL working directory NUL arguments, each NUL-terminated */
};

/* First record of a further thread's stream. */
struct bp_thread {
    struct bp_head head;
    uint64_t time;
    uint64_t parent_stream; /* of the thread that called pthread_create */
    uint64_t birth;         /* the token that its pthread_create record carries as its argument */
};

/* What the thread has used since it began (getrusage(RUSAGE_THREAD)); written where it turns to another request after a
 * wait or a while (behind the MESSAGE with which one begins to arrive and before the CALL that brought it; once a
 * call), before exec and when it ends. */
struct bp_cost {
    struct bp_head head;
    uint64_t time;
    uint64_t user_ns;
    uint64_t system_ns;
    uint64_t minor_faults;
    uint64_t major_faults;
    uint64_t voluntary_switches;
    uint64_t involuntary_switches;
    uint64_t blocks_in;
    uint64_t blocks_out;
};

/* Records were dropped between the record before this one and this one. */
struct bp_loss {
    struct bp_head head;
    uint64_t time;
    uint64_t count; /* in this gap */
};

/* ---- Chunks: segments' bytes on their way and in the raw log ------------------------------------------------------
 */

#define BP_CHUNK_MAGIC 0x4b435042u /* "BPCK" */
#define BP_CHUNK_MAX (2u << 20)    /* bytes of payload */

enum bp_chunk_kind {
    BP_CHUNK_SEGMENT = 1,   /* payload: struct bp_segment; at its begin (offset 0) and again at its end; stored */
    BP_CHUNK_RECORDS = 2,   /* payload: whole complete records of the stream's last SEGMENT; stored */
    BP_CHUNK_CHALLENGE = 3, /* collector's first word. payload: 32 random bytes */
    BP_CHUNK_HELLO = 4,     /* forwarder's first word. payload: HMAC-SHA256(secret, challenge), or nothing */
    BP_CHUNK_ACK = 5,       /* collector: everything of stream before position is stored */
    BP_CHUNK_CLOSING = 6,   /* collector: it is about to end; send what is there, then BYE */
    BP_CHUNK_BYE = 7,       /* forwarder: nothing more will come on this connection */
    BP_CHUNK_REFUSED = 8,   /* collector: payload: a sentence in UTF-8; the connection ends */
    BP_CHUNK_GONE = 9,      /* forwarder: nothing of stream before position is in its spool any more; stored */
};

struct bp_chunk {
    uint32_t magic;
    uint16_t version;
    uint16_t kind;
    uint32_t length; /* bytes of payload behind this header */
    uint32_t crc;    /* CRC32C of this header with crc = 0, then the payload */
    uint64_t stream;
    uint64_t position; /* segment number << 32 | offset in the segment of the payload's first byte */
};

#define BP_RAW_MAGIC "BPRAWLOG"

/* The raw log: this header, then SEGMENT, RECORDS and GONE chunks in the order they were stored. */
struct bp_raw {
    uint8_t magic[8];
    uint16_t version;
    uint16_t header_size;
    uint32_t reserved0;
    uint64_t created; /* CLOCK_REALTIME, ns */
    uint8_t reserved[40];
};

#endif
