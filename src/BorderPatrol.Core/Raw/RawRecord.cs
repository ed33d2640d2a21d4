using System.Runtime.CompilerServices;
using BorderPatrol.Wire;

namespace BorderPatrol.Raw;

/// <summary>A record where it lies in the mapped raw log. Valid while the log is open.</summary>
internal readonly unsafe struct RawRecord(byte* address)
{
    public bool IsNone => address == null;

    public ref readonly WireHead Head => ref *(WireHead*)address;

    public RecordKind Kind => ((WireHead*)address)->Kind;

    public ref readonly WireCall Call => ref *(WireCall*)address;

    public ref readonly WireChannel Channel => ref *(WireChannel*)address;

    public ref readonly WireMessage Message => ref *(WireMessage*)address;

    public ref readonly WireDatagram Datagram => ref *(WireDatagram*)address;

    public ref readonly WireProcess Process => ref *(WireProcess*)address;

    public ref readonly WireThread Thread => ref *(WireThread*)address;

    public ref readonly WireCost Cost => ref *(WireCost*)address;

    public ref readonly WireLoss Loss => ref *(WireLoss*)address;

    /// <summary>The text behind a CALL or CHANNEL, without its padding.</summary>
    public ReadOnlySpan<byte> PaddedText(int fixedSize) =>
        new ReadOnlySpan<byte>(address + fixedSize, (int)Head.Size - fixedSize).TrimEnd((byte)0);

    /// <summary>The kept part behind a MESSAGE or DATAGRAM.</summary>
    public RawText MessageText
    {
        get
        {
            bool datagram = Kind == RecordKind.Datagram;
            int before = datagram ? sizeof(WireDatagram) : sizeof(WireMessage);
            uint length = datagram ? Datagram.TextLength : Message.TextLength;
            return new RawText(address + before, (int)Math.Min(length, Head.Size - (uint)before));
        }
    }

    /// <summary>Whether it tells of a message: of a stream, or in a datagram.</summary>
    public bool IsMessage => Kind is RecordKind.Message or RecordKind.Datagram;

    /// <summary>Bytes that a record of this kind has at least; a head's for kinds that this version does not know.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FixedSize(RecordKind kind) => kind switch
    {
        RecordKind.Call => sizeof(WireCall),
        RecordKind.Channel => sizeof(WireChannel),
        RecordKind.Message => sizeof(WireMessage),
        RecordKind.Process => sizeof(WireProcess),
        RecordKind.Thread => sizeof(WireThread),
        RecordKind.Cost => sizeof(WireCost),
        RecordKind.Loss => sizeof(WireLoss),
        RecordKind.Datagram => sizeof(WireDatagram),
        _ => sizeof(WireHead),
    };
}

/// <summary>Bytes where they lie in the mapped raw log.</summary>
internal readonly unsafe struct RawText(byte* address, int length)
{
    public int Length => length;

    public ReadOnlySpan<byte> Bytes => new(address, length);
}
