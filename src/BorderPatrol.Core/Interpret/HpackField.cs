using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>A header field as a line, <c>name: value</c> and LF.</summary>
internal sealed class HpackField
{
    private const int Between = 3; // colon, blank and line end

    private readonly int _nameLength;

    public HpackField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Line = [.. name, (byte)':', (byte)' ', .. value, (byte)'\n'];
        _nameLength = name.Length;
        foreach (ref byte one in Line.AsSpan(..^1))
            if (one is < (byte)' ' and not (byte)'\t') one = (byte)'?';
    }

    public byte[] Line { get; }

    public ReadOnlySpan<byte> Name => Line.AsSpan(0, _nameLength);

    /// <summary>Bytes of name and value.</summary>
    public int Size => Line.Length - Between;

    public static HpackField Of(string name, string value) => new(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value));
}
