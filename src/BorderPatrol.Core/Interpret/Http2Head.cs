using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>The fields of a message's header blocks, interim ones and trailers included, in their order.</summary>
internal sealed class Http2Head
{
    private readonly List<string> _lines = [];

    public static Http2Head Of(ReadOnlySpan<byte> text)
    {
        var head = new Http2Head();
        foreach (string line in Encoding.UTF8.GetString(text).Split('\n'))
            if (line.Length > 0) head._lines.Add(line);
        return head;
    }

    public bool IsEmpty => _lines.Count == 0;

    /// <summary>The fields that say nothing of the request line or status.</summary>
    public IEnumerable<string> Plain => _lines.Where(static line => line[0] != ':');

    /// <summary>The value of the first field of a name; empty when there is none.</summary>
    public string First(string name) => Value(_lines.Find(line => Has(line, name)), name);

    /// <summary>The value of the last field of a name; empty when there is none.</summary>
    public string Last(string name) => Value(_lines.FindLast(line => Has(line, name)), name);

    private static bool Has(string line, string name) =>
        line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name, StringComparison.Ordinal);

    private static string Value(string? line, string name) => line is null ? "" : line[(name.Length + 2)..];
}
