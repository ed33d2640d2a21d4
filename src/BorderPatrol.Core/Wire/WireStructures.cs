using System.Runtime.InteropServices;

namespace BorderPatrol.Wire;

// The C side is native/wire/wire.h, where every field's meaning stands; a test holds both to the same sizes and offsets.
#pragma warning disable CA1051 // wire structures are bytes with names
#pragma warning disable CA1711 // the names are those of the contract

/// <summary><c>struct bp_segment</c>: head of a thread's mapped file.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct WireSegment
{
    /// <summary><see cref="WireFormat.SegmentMagic"/>.</summary>
    public fixed byte Magic[8];

    /// <summary>Wire version.</summary>
    public ushort Version;

    /// <summary>Where records begin.</summary>
    public ushort HeaderSize;

    /// <summary>Bytes of the file.</summary>
    public uint Size;

    /// <summary>One thread of one process image.</summary>
    public ulong Stream;

    /// <summary>Of this segment in its stream, from 0.</summary>
    public uint Number;

    /// <summary>0 open, 1 closed.</summary>
    public uint State;

    /// <summary>Offset of the first byte that no record has claimed.</summary>
    public ulong Claimed;

    /// <summary>Records dropped since the stream began.</summary>
    public ulong Lost;

    /// <summary>The process image.</summary>
    public ulong Image;

    /// <summary>Boot id, first half.</summary>
    public ulong BootIdLow;

    /// <summary>Boot id, second half.</summary>
    public ulong BootIdHigh;

    /// <summary>Inode of the pid namespace.</summary>
    public ulong PidNamespace;

    /// <summary>Inode of the network namespace.</summary>
    public ulong NetNamespace;

    /// <summary>Start of the process in clock ticks after boot.</summary>
    public ulong ProcessStart;

    /// <summary>CLOCK_MONOTONIC at opening, ns.</summary>
    public ulong Monotonic;

    /// <summary>CLOCK_REALTIME at opening, ns.</summary>
    public ulong Realtime;

    /// <summary>Process.</summary>
    public uint Pid;

    /// <summary>Thread.</summary>
    public uint Tid;

    /// <summary>Parent process.</summary>
    public uint ParentPid;

    /// <summary>Effective user.</summary>
    public uint Uid;

    /// <summary>Node name, NUL-terminated.</summary>
    public fixed byte Host[64];

    /// <summary>Program, NUL-terminated.</summary>
    public fixed byte Program[64];

    /// <summary>What becomes of its pages once it is closed.</summary>
    public SegmentReuse Reuse;

    /// <summary>The writer's own note.</summary>
    public uint Stale;

    /// <summary>Zero.</summary>
    public fixed byte Reserved[248];
}

/// <summary><c>struct bp_head</c>: first 8 bytes of every record.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireHead
{
    /// <summary>Bytes of the record with head and text.</summary>
    public uint Size;

    /// <summary>What follows.</summary>
    public RecordKind Kind;

    /// <summary>1 when complete.</summary>
    public byte State;

    /// <summary>Call number.</summary>
    public ushort Call;
}

/// <summary><c>struct bp_call</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireCall
{
    /// <summary>Head.</summary>
    public WireHead Head;

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public ulong Begin;

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public ulong End;

    /// <summary>Returned value.</summary>
    public long Result;

    /// <summary>errno or 0.</summary>
    public int Error;

    /// <summary>Descriptor or -1.</summary>
    public int Fd;

    /// <summary>Channel behind it or 0.</summary>
    public ulong Channel;

    /// <summary>Stream offset, or second argument.</summary>
    public ulong Offset;

    /// <summary>First argument beyond the descriptor.</summary>
    public ulong Argument;
}

/// <summary><c>struct bp_address</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct WireAddress
{
    /// <summary>AF_INET 2, AF_INET6 10, AF_UNIX 1.</summary>
    public ushort Family;

    /// <summary>Host byte order.</summary>
    public ushort Port;

    /// <summary>IPv6 scope.</summary>
    public uint Scope;

    /// <summary>IPv4 as ::ffff:a.b.c.d.</summary>
    public fixed byte Ip[16];
}

/// <summary><c>struct bp_channel</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireChannel
{
    /// <summary>Head.</summary>
    public WireHead Head;

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public ulong Time;

    /// <summary>Its identity.</summary>
    public ulong Channel;

    /// <summary>The other end's identity or 0.</summary>
    public ulong Peer;

    /// <summary>Descriptor.</summary>
    public int Fd;

    /// <summary>What it is.</summary>
    public ChannelKind Kind;

    /// <summary>Its side.</summary>
    public ChannelRole Role;

    /// <summary>Protocol named by the services map.</summary>
    public WireProtocol Protocol;

    /// <summary>Flags.</summary>
    public ChannelOptions Flags;

    /// <summary>Zero.</summary>
    public uint Reserved;

    /// <summary>Own address.</summary>
    public WireAddress Local;

    /// <summary>Address of the other end.</summary>
    public WireAddress Remote;
}

/// <summary><c>struct bp_process</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireProcess
{
    /// <summary>Head.</summary>
    public WireHead Head;

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public ulong Time;

    /// <summary>The image that forked or 0.</summary>
    public ulong ParentImage;

    /// <summary>The stream of the thread that forked or 0.</summary>
    public ulong ParentStream;

    /// <summary>Token of the parent's fork record or 0.</summary>
    public ulong Birth;

    /// <summary>How it came to be.</summary>
    public ProcessReason Reason;

    /// <summary>Bytes of text behind the structure.</summary>
    public uint TextLength;
}

/// <summary><c>struct bp_thread</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireThread
{
    /// <summary>Head.</summary>
    public WireHead Head;

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public ulong Time;

    /// <summary>Stream of the creator.</summary>
    public ulong ParentStream;

    /// <summary>Token of the creator's record.</summary>
    public ulong Birth;
}

/// <summary><c>struct bp_cost</c>: what the thread has used since it began.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireCost
{
    /// <summary>Head.</summary>
    public WireHead Head;

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public ulong Time;

    /// <summary>User time, ns.</summary>
    public ulong User;

    /// <summary>System time, ns.</summary>
    public ulong System;

    /// <summary>Page faults without I/O.</summary>
    public ulong MinorFaults;

    /// <summary>Page faults with I/O.</summary>
    public ulong MajorFaults;

    /// <summary>Voluntary context switches.</summary>
    public ulong VoluntarySwitches;

    /// <summary>Involuntary context switches.</summary>
    public ulong InvoluntarySwitches;

    /// <summary>Blocks read.</summary>
    public ulong BlocksIn;

    /// <summary>Blocks written.</summary>
    public ulong BlocksOut;
}

/// <summary><c>struct bp_loss</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireLoss
{
    /// <summary>Head.</summary>
    public WireHead Head;

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public ulong Time;

    /// <summary>Records dropped in this gap.</summary>
    public ulong Count;
}

/// <summary><c>struct bp_switch</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct WireSwitch
{
    /// <summary>While not 0, the user's programs do not record.</summary>
    public uint Off;

    /// <summary>Zero.</summary>
    public fixed byte Reserved0[60];

    /// <summary>Records dropped by threads without a segment to say so in.</summary>
    public ulong Unrecorded;

    /// <summary>Zero.</summary>
    public fixed byte Reserved1[56];
}

/// <summary><c>struct bp_chunk</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireChunk
{
    /// <summary><see cref="WireFormat.ChunkMagic"/>.</summary>
    public uint Magic;

    /// <summary>Wire version.</summary>
    public ushort Version;

    /// <summary>What the payload is.</summary>
    public ChunkKind Kind;

    /// <summary>Bytes of payload.</summary>
    public uint Length;

    /// <summary>CRC32C of this header with 0 here, then the payload.</summary>
    public uint Crc;

    /// <summary>Stream.</summary>
    public ulong Stream;

    /// <summary>Segment number &lt;&lt; 32 | offset.</summary>
    public ulong Position;
}

/// <summary><c>struct bp_raw</c>: head of a raw log.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct WireRaw
{
    /// <summary><see cref="WireFormat.RawMagic"/>.</summary>
    public fixed byte Magic[8];

    /// <summary>Wire version.</summary>
    public ushort Version;

    /// <summary>Where chunks begin.</summary>
    public ushort HeaderSize;

    /// <summary>Zero.</summary>
    public uint Reserved0;

    /// <summary>CLOCK_REALTIME, ns.</summary>
    public ulong Created;

    /// <summary>Zero.</summary>
    public fixed byte Reserved[40];
}
