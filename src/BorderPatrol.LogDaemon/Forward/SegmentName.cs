using System.Globalization;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>A segment's file name: <c>stream.number.seg</c>, in lower-case hex of 16 and 8 digits.</summary>
internal readonly record struct SegmentName(ulong Stream, uint Number)
{
    private const int Length = 16 + 1 + 8 + 4;

    internal static bool TryParse(ReadOnlySpan<char> name, out SegmentName parsed)
    {
        parsed = default;
        if (name.Length != Length || name[16] != '.' || !name.EndsWith(".seg")) return false;
        if (!ulong.TryParse(name[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var stream)) return false;
        if (!uint.TryParse(name[17..25], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)) return false;
        parsed = new SegmentName(stream, number);
        return true;
    }

    public override string ToString() => $"{Stream:x16}.{Number:x8}.seg";
}
