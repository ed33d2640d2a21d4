using System.Runtime.InteropServices;

namespace BorderPatrol.Wire;

// The C side is native/wire/wire.h, where every field's meaning stands; a test holds both to the same sizes and offsets.
#pragma warning disable CA1051 // wire structures are bytes with names
#pragma warning disable CA1711 // the names are those of the contract

/// <summary><c>struct bp_message</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireMessage
{
    /// <summary>Head.</summary>
    public WireHead Head;

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public ulong Time;

    /// <summary>Channel.</summary>
    public ulong Channel;

    /// <summary>Stream offset of the message's first byte.</summary>
    public ulong Start;

    /// <summary>Stream offset behind the last byte this record speaks of.</summary>
    public ulong Position;

    /// <summary>Protocol.</summary>
    public WireProtocol Protocol;

    /// <summary>Part in an exchange.</summary>
    public MessageType Type;

    /// <summary>Flags.</summary>
    public MessageOptions Flags;

    /// <summary>Bytes of text behind the structure.</summary>
    public uint TextLength;

    /// <summary>The protocol's own number of the exchange; 0: the n-th request and the n-th response make one.</summary>
    public uint Exchange;

    /// <summary>Zero.</summary>
    public uint Reserved;
}

/// <summary><c>struct bp_datagram</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct WireDatagram
{
    /// <summary>Head.</summary>
    public WireHead Head;

    /// <summary>CLOCK_MONOTONIC, ns.</summary>
    public ulong Time;

    /// <summary>Channel.</summary>
    public ulong Channel;

    /// <summary>Own address as far as it is known.</summary>
    public WireAddress Local;

    /// <summary>Address of the other end; family 0 when nobody asked for it.</summary>
    public WireAddress Peer;

    /// <summary>Bytes of the datagram.</summary>
    public uint Length;

    /// <summary>The protocol's own number of the exchange.</summary>
    public uint Exchange;

    /// <summary>Protocol.</summary>
    public WireProtocol Protocol;

    /// <summary>Part in an exchange.</summary>
    public MessageType Type;

    /// <summary>Flags.</summary>
    public MessageOptions Flags;

    /// <summary>Bytes of text behind the structure.</summary>
    public uint TextLength;
}
