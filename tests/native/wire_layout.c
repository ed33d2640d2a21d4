/* SPDX-License-Identifier: MIT */
/* Prints the wire contract as the C compiler sees it, one fact a line, for the test that holds C# to the same. */
#include <stddef.h>
#include <stdio.h>

#include "../../native/wire/wire.h"

#define TYPE(type) printf("size " #type " %zu\n", sizeof(struct type))
#define FIELD(type, field)                                                                                             \
    printf("field " #type " " #field " %zu %zu\n", offsetof(struct type, field), sizeof(((struct type *)0)->field))
#define VALUE(name) printf("value " #name " %llu\n", (unsigned long long)(name))

static void segments(void)
{
    TYPE(bp_segment);
    FIELD(bp_segment, magic);
    FIELD(bp_segment, version);
    FIELD(bp_segment, header_size);
    FIELD(bp_segment, size);
    FIELD(bp_segment, stream);
    FIELD(bp_segment, number);
    FIELD(bp_segment, state);
    FIELD(bp_segment, claimed);
    FIELD(bp_segment, lost);
    FIELD(bp_segment, image);
    FIELD(bp_segment, boot_id);
    FIELD(bp_segment, pid_namespace);
    FIELD(bp_segment, net_namespace);
    FIELD(bp_segment, process_start);
    FIELD(bp_segment, monotonic);
    FIELD(bp_segment, realtime);
    FIELD(bp_segment, pid);
    FIELD(bp_segment, tid);
    FIELD(bp_segment, parent_pid);
    FIELD(bp_segment, uid);
    FIELD(bp_segment, host);
    FIELD(bp_segment, program);
    FIELD(bp_segment, reuse);
    FIELD(bp_segment, stale);
    FIELD(bp_segment, reserved);
}

static void calls(void)
{
    TYPE(bp_head);
    FIELD(bp_head, size);
    FIELD(bp_head, kind);
    FIELD(bp_head, state);
    FIELD(bp_head, call);
    TYPE(bp_call);
    FIELD(bp_call, head);
    FIELD(bp_call, begin);
    FIELD(bp_call, end);
    FIELD(bp_call, result);
    FIELD(bp_call, error);
    FIELD(bp_call, fd);
    FIELD(bp_call, channel);
    FIELD(bp_call, offset);
    FIELD(bp_call, argument);
}

static void channels(void)
{
    TYPE(bp_address);
    FIELD(bp_address, family);
    FIELD(bp_address, port);
    FIELD(bp_address, scope);
    FIELD(bp_address, ip);
    TYPE(bp_channel);
    FIELD(bp_channel, head);
    FIELD(bp_channel, time);
    FIELD(bp_channel, channel);
    FIELD(bp_channel, peer);
    FIELD(bp_channel, fd);
    FIELD(bp_channel, kind);
    FIELD(bp_channel, role);
    FIELD(bp_channel, protocol);
    FIELD(bp_channel, flags);
    FIELD(bp_channel, reserved);
    FIELD(bp_channel, local);
    FIELD(bp_channel, remote);
    TYPE(bp_message);
    FIELD(bp_message, head);
    FIELD(bp_message, time);
    FIELD(bp_message, channel);
    FIELD(bp_message, start);
    FIELD(bp_message, position);
    FIELD(bp_message, protocol);
    FIELD(bp_message, type);
    FIELD(bp_message, flags);
    FIELD(bp_message, text_length);
    FIELD(bp_message, exchange);
    FIELD(bp_message, reserved);
    TYPE(bp_datagram);
    FIELD(bp_datagram, head);
    FIELD(bp_datagram, time);
    FIELD(bp_datagram, channel);
    FIELD(bp_datagram, local);
    FIELD(bp_datagram, peer);
    FIELD(bp_datagram, length);
    FIELD(bp_datagram, exchange);
    FIELD(bp_datagram, protocol);
    FIELD(bp_datagram, type);
    FIELD(bp_datagram, flags);
    FIELD(bp_datagram, text_length);
}

static void workers(void)
{
    TYPE(bp_process);
    FIELD(bp_process, head);
    FIELD(bp_process, time);
    FIELD(bp_process, parent_image);
    FIELD(bp_process, parent_stream);
    FIELD(bp_process, birth);
    FIELD(bp_process, reason);
    FIELD(bp_process, text_length);
    TYPE(bp_switch);
    FIELD(bp_switch, off);
    FIELD(bp_switch, reserved0);
    FIELD(bp_switch, unrecorded);
    FIELD(bp_switch, reserved1);
    TYPE(bp_thread);
    FIELD(bp_thread, head);
    FIELD(bp_thread, time);
    FIELD(bp_thread, parent_stream);
    FIELD(bp_thread, birth);
    TYPE(bp_cost);
    FIELD(bp_cost, head);
    FIELD(bp_cost, time);
    FIELD(bp_cost, user_ns);
    FIELD(bp_cost, system_ns);
    FIELD(bp_cost, minor_faults);
    FIELD(bp_cost, major_faults);
    FIELD(bp_cost, voluntary_switches);
    FIELD(bp_cost, involuntary_switches);
    FIELD(bp_cost, blocks_in);
    FIELD(bp_cost, blocks_out);
    TYPE(bp_loss);
    FIELD(bp_loss, head);
    FIELD(bp_loss, time);
    FIELD(bp_loss, count);
}

static void chunks(void)
{
    TYPE(bp_chunk);
    FIELD(bp_chunk, magic);
    FIELD(bp_chunk, version);
    FIELD(bp_chunk, kind);
    FIELD(bp_chunk, length);
    FIELD(bp_chunk, crc);
    FIELD(bp_chunk, stream);
    FIELD(bp_chunk, position);
    TYPE(bp_raw);
    FIELD(bp_raw, magic);
    FIELD(bp_raw, version);
    FIELD(bp_raw, header_size);
    FIELD(bp_raw, reserved0);
    FIELD(bp_raw, created);
    FIELD(bp_raw, reserved);
}

static void constants(void)
{
    VALUE(BP_WIRE_VERSION);
    VALUE(BP_SEGMENT_MIN);
    VALUE(BP_SEGMENT_MAX);
    VALUE(BP_RECORD_MAX);
    VALUE(BP_CHUNK_MAGIC);
    VALUE(BP_CHUNK_MAX);
    printf("magic %s %s\n", BP_SEGMENT_MAGIC, BP_RAW_MAGIC);
}

static void table(void)
{
#define BP_CALL(number, name, family, symbols, argument, second)                                                       \
    printf("call %d %s %s|%s|%s|%s\n", number, #name, #family, symbols, argument, second);
#include "../../native/wire/calls.def"
#define BP_PROTOCOL(number, NAME, name, services) printf("protocol %d BP_PROTOCOL_" #NAME "\n", number);
#include "../../native/wire/protocols.def"
}

int main(void)
{
    segments();
    calls();
    channels();
    workers();
    chunks();
    constants();
    table();
    return 0;
}
