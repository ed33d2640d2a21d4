namespace BorderPatrol.Wire;

/// <summary>A place in a stream: the segment's number in the upper half, the offset in that segment in the lower. Positions compare as numbers.</summary>
public static class StreamPosition
{
    /// <summary>Joins both halves.</summary>
    public static ulong Of(uint number, uint offset) => (ulong)number << 32 | offset;

    /// <summary>The segment's number.</summary>
    public static uint Number(ulong position) => (uint)(position >> 32);

    /// <summary>The offset in the segment, in bytes.</summary>
    public static uint Offset(ulong position) => (uint)position;
}
