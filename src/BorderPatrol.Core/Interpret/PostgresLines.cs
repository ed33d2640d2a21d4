using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>The lines of a kept part, one after another.</summary>
internal static class PostgresLines
{
    public static IEnumerable<PostgresLine> Of(ReadOnlySpan<byte> text) => Of(Encoding.UTF8.GetString(text));

    private static IEnumerable<PostgresLine> Of(string text)
    {
        for (int at = 0, end; at < text.Length; at = end + 1)
        {
            end = text.IndexOf('\n', at);
            if (end < 0) end = text.Length;
            if (end > at) yield return new PostgresLine(text[at..end].Split('\t'));
        }
    }
}

/// <summary>One protocol message: its type and its fields.</summary>
internal sealed class PostgresLine(string[] parts)
{
    public string Kind => parts[0];

    /// <summary>The statement of a Query or Parse.</summary>
    public string? Statement { get; } = parts[0] is "Q" or "P" && parts.Length > (parts[0] == "Q" ? 1 : 2) ? KeptFields.Unescape(parts[parts[0] == "Q" ? 1 : 2]) : null;

    /// <summary>What a user wants to read of it; empty when its kind says nothing beyond the statement.</summary>
    public string Readable => Statement ?? (Kind == "B" ? string.Join(", ", Values()) : Kind == "startup" ? string.Join(' ', parts) : "");

    /// <summary>A field by its place behind the type, unescaped.</summary>
    public string? Field(int index) => index + 1 < parts.Length ? KeptFields.Unescape(parts[index + 1]) : null;

    /// <summary>The value of a start-up parameter.</summary>
    public string? Parameter(string name)
    {
        for (int i = 2; i + 1 < parts.Length; i += 2)
            if (parts[i] == name) return KeptFields.Unescape(parts[i + 1]);
        return null;
    }

    /// <summary>The field of an error that begins with a letter.</summary>
    public string? Letter(char letter) => parts.Skip(1).FirstOrDefault(part => part.StartsWith(letter)) is { } part ? KeptFields.Unescape(part[1..]) : null;

    private IEnumerable<string> Values() =>
        parts.Skip(3).Select((value, i) => $"${i + 1} = {(value == "-" ? "NULL" : $"'{KeptFields.Unescape(value[Math.Min(1, value.Length)..])}'")}");
}
