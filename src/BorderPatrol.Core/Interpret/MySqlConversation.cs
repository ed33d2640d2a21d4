using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.Interpret;

/// <summary>
/// Remembers prepared statements: the server gives each a number in its answer to PREPARE, and a request that names the number shows the statement's
/// text, its PREPARE line put before.
/// </summary>
internal sealed class MySqlConversation : IConversation
{
    /// <summary>A program that forgets to close its statements must not take our memory: a server allows about as many (max_prepared_stmt_count).</summary>
    private const int Most = 16_382;

    /// <summary>MariaDB's name for the statement that was prepared last.</summary>
    private const string Last = "4294967295";

    private readonly Dictionary<string, byte[]> _statements = [];
    private readonly Queue<byte[]?> _waiting = new();
    private byte[] _prepared = [];
    private byte[]? _answered;
    private List<byte>? _preparing;

    public byte[]? Read(in MessagePart part)
    {
        if (part.Type == MessageType.Response)
        {
            Answer(part);
            return null;
        }

        return part.Type == MessageType.Request ? Ask(part) : Close(part.Text);
    }

    public void Lose()
    {
        _statements.Clear();
        _waiting.Clear();
        (_prepared, _answered, _preparing) = ([], null, null);
    }

    private byte[]? Ask(in MessagePart part)
    {
        bool begins = (part.Options & MessageOptions.Begin) != 0;
        if (begins) _preparing = part.Text.StartsWith("PREPARE\t"u8) ? [] : null;
        _preparing?.AddRange(part.Text);
        byte[]? statement = begins ? Executed(part.Text) : null;
        if ((part.Options & MessageOptions.End) != 0)
        {
            if (_preparing is not null) _prepared = [.. _preparing];
            if (_waiting.Count < Most) _waiting.Enqueue(_preparing is null ? null : _prepared);
            _preparing = null;
        }

        return statement is null ? null : [.. statement, .. part.Text];
    }

    // The answer of the oldest request; its line comes with its first bytes or not at all.
    private void Answer(in MessagePart part)
    {
        if ((part.Options & MessageOptions.Begin) != 0) _answered = _waiting.TryDequeue(out byte[]? statement) ? statement : null;
        if (_answered is null || !part.Text.StartsWith("PREPARED\t"u8) || _statements.Count >= Most) return;
        _statements[Number(part.Text)] = _answered;
        _answered = null;
    }

    private byte[]? Executed(ReadOnlySpan<byte> text)
    {
        bool names = text.StartsWith("EXECUTE\t"u8) || text.StartsWith("BULK_EXECUTE\t"u8) || text.StartsWith("FETCH\t"u8);
        if (!names) return null;
        string number = Number(text);
        return number == Last ? _prepared : _statements.GetValueOrDefault(number);
    }

    private byte[]? Close(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("CLOSE\t"u8)) _statements.Remove(Number(text));
        return null;
    }

    private static string Number(ReadOnlySpan<byte> line)
    {
        line = line[(line.IndexOf((byte)'\t') + 1)..];
        int end = line.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return Encoding.ASCII.GetString(end < 0 ? line : line[..end]);
    }
}
