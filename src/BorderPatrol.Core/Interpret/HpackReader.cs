using System.Buffers;
using System.Buffers.Binary;

namespace BorderPatrol.Interpret;

/// <summary>
/// Decompresses the header blocks of one direction of a connection, as the shim keeps them (native/wire/WIRE.md, "HTTP/2"): a line for each field, an empty
/// line before each block. A block that was cut, or blocks whose records are missing, leave fields unknown, and all that refer to them later.
/// </summary>
internal sealed class HpackReader
{
    private const byte BlockBegins = 0x80;
    private const int MarkSize = 5;
    private const byte Rewritten = 0x80;
    private const int NumberBits = 28;
    private const int LongestField = 1 << 20;

    /// <summary>An index of one byte stands for a whole field: what a part may come to.</summary>
    private const int MostMade = 1 << 20;

    private static readonly byte[] Unknown = "(a field that was not seen)\n"u8.ToArray();

    private readonly HpackTable _table = new();
    private readonly ArrayBufferWriter<byte> _name = new();
    private readonly ArrayBufferWriter<byte> _value = new();
    private byte[] _rest = [];
    private bool _lost;

    /// <summary>The lines of a further part of a block.</summary>
    /// <param name="part">Its kept bytes.</param>
    /// <param name="cut">Whether nothing more is kept of its block.</param>
    public byte[] Read(ReadOnlySpan<byte> part, bool cut)
    {
        if (part.Length == 0) return [];
        var lines = new ArrayBufferWriter<byte>(part.Length * 2);
        ReadOnlySpan<byte> text = _rest.Length == 0 ? part : [.. _rest, .. part];
        if (_rest.Length == 0) text = Begin(text, lines);
        while (Field(text, lines) is > 0 and var length) text = text[length..];
        _rest = cut || text.Length > LongestField ? [] : text.ToArray();
        return lines.WrittenSpan.ToArray();
    }

    /// <summary>Records are missing: what comes next may be in the midst of a block.</summary>
    public void Lose()
    {
        _rest = [];
        _lost = true;
    }

    // A new block begins with a mark. After a loss everything up to the next mark is of no use.
    private ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> lines)
    {
        bool marked = text[0] == BlockBegins && text.Length >= MarkSize;
        if (!marked) return _lost ? [] : text;
        _lost = false;
        _table.Advance(BinaryPrimitives.ReadUInt32BigEndian(text[1..]));
        lines.Write("\n"u8);
        return text[MarkSize..];
    }

    // https://www.rfc-editor.org/rfc/rfc7541#section-6. The length of a whole field, 0 when its end is not there.
    private int Field(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> lines)
    {
        if (text.Length == 0) return 0;
        int prefix = text[0] switch { >= 0x80 => 7, >= 0x40 => 6, >= 0x20 => 5, _ => 4 };
        int at = 0;
        if (Number(text, prefix, ref at) is not { } number) return 0;
        switch (prefix)
        {
            case 7:
                Write(_table[number], lines);
                return at;
            case 5:
                _table.Resize(number);
                return at;
            default:
                return Literal(text, at, number, prefix == 6, lines);
        }
    }

    private int Literal(ReadOnlySpan<byte> text, int at, long index, bool inserts, ArrayBufferWriter<byte> lines)
    {
        _name.ResetWrittenCount();
        _value.ResetWrittenCount();
        bool known = true;
        if (index == 0 && !String(text, ref at, _name)) return 0;
        if (index > 0 && _table[index] is { } named) _name.Write(named.Name);
        else if (index > 0) known = false;
        if (!String(text, ref at, _value)) return 0;
        var field = known ? new HpackField(_name.WrittenSpan, _value.WrittenSpan) : null;
        Write(field, lines);
        if (inserts) _table.Insert(field);
        return at;
    }

    private static void Write(HpackField? field, ArrayBufferWriter<byte> lines)
    {
        if (lines.WrittenCount < MostMade) lines.Write(field?.Line ?? Unknown);
    }

    private static bool String(ReadOnlySpan<byte> text, ref int at, ArrayBufferWriter<byte> letters)
    {
        if (at >= text.Length) return false;
        if (text[at] == Rewritten)
        {
            int end = text[(at + 1)..].IndexOf((byte)0);
            if (end < 0) return false;
            letters.Write(text.Slice(at + 1, end));
            at += end + 2;
            return true;
        }

        bool coded = (text[at] & 0x80) != 0;
        if (Number(text, 7, ref at) is not { } length || text.Length - at < length) return false;
        var bytes = text.Slice(at, (int)length);
        at += (int)length;
        if (!coded) letters.Write(bytes);
        else if (!HpackHuffman.Decode(bytes, letters)) letters.Write("?"u8);
        return true;
    }

    // https://www.rfc-editor.org/rfc/rfc7541#section-5.1
    private static long? Number(ReadOnlySpan<byte> text, int prefix, ref int at)
    {
        int most = (1 << prefix) - 1;
        long number = text[at++] & most;
        if (number < most) return number;
        for (int shift = 0; at < text.Length && shift <= NumberBits; shift += 7)
        {
            number += (long)(text[at] & 0x7f) << shift;
            if ((text[at++] & 0x80) == 0) return number;
        }

        return null;
    }
}
