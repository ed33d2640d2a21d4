namespace BorderPatrol.Wire;

/// <summary>The constants of native/wire/wire.h.</summary>
public static class WireFormat
{
    /// <summary>The newest version that this code reads, and the one that it writes.</summary>
    public const ushort Version = 1;

    /// <summary>Smallest segment in bytes.</summary>
    public const int SegmentMinimum = 65536;

    /// <summary>Largest segment in bytes.</summary>
    public const int SegmentMaximum = 16 << 20;

    /// <summary>Largest record in bytes.</summary>
    public const int RecordMaximum = 1088 << 10;

    /// <summary>Largest payload of a chunk in bytes.</summary>
    public const int ChunkMaximum = 2 << 20;

    /// <summary>"BPCK".</summary>
    public const uint ChunkMagic = 0x4b435042;

    /// <summary>First bytes of a segment.</summary>
    public static ReadOnlySpan<byte> SegmentMagic => "BPSEGMNT"u8;

    /// <summary>First bytes of a raw log.</summary>
    public static ReadOnlySpan<byte> RawMagic => "BPRAWLOG"u8;
}
