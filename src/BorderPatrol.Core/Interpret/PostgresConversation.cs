using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Interpret;

/// <summary>Remembers prepared statements, so that a request that only executes one shows its text: the Parse line of it is put before.</summary>
internal sealed class PostgresConversation : IConversation
{
    /// <summary>A program that forgets to close its statements must not take our memory: the server's is used up at about as many.</summary>
    private const int Most = 10_000;

    private readonly Dictionary<string, byte[]> _parses = [];

    public byte[]? Read(in MessagePart part)
    {
        if (part.Type != MessageType.Request) return null;
        bool begins = (part.Options & MessageOptions.Begin) != 0;
        byte[]? parse = begins ? Executed(part.Text) : null;
        Remember(part.Text);
        return parse is null ? null : [.. parse, .. part.Text];
    }

    public void Lose() => _parses.Clear();

    // A Bind that comes first: B, portal, statement's name.
    private byte[]? Executed(ReadOnlySpan<byte> text)
    {
        if (_parses.Count == 0 || !text.StartsWith("B\t"u8)) return null;
        return _parses.GetValueOrDefault(Field(text, 2));
    }

    private void Remember(ReadOnlySpan<byte> text)
    {
        for (int end; text.Length > 0; text = text[end..])
        {
            end = text.IndexOf((byte)'\n') + 1;
            if (end == 0) return;
            var line = text[..end];
            if (line.StartsWith("P\t"u8) && !line.StartsWith("P\t\t"u8) && _parses.Count < Most) _parses[Field(line, 1)] = line.ToArray();
            else if (line.StartsWith("C\tS\t"u8)) _parses.Remove(Field(line, 2));
        }
    }

    private static string Field(ReadOnlySpan<byte> line, int index)
    {
        for (; index > 0; index--) line = line[(line.IndexOf((byte)'\t') + 1)..];
        int end = line.IndexOfAny((byte)'\t', (byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? line : line[..end]);
    }
}
