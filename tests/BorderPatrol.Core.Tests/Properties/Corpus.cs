using System.Globalization;
using System.Text;
using BorderPatrol.Testing;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests.Properties;

/// <summary>What the shim kept of real conversations (tests/golden/frame/README.md).</summary>
internal static class Corpus
{
    private const string Margin = "    |";

    private static readonly Lazy<Dictionary<WireProtocol, byte[][]>> Known = new(Load);

    /// <summary>The kept texts of a protocol's messages; none where none were recorded.</summary>
    public static byte[][] Of(WireProtocol protocol) => Known.Value.GetValueOrDefault(protocol, []);

    private static Dictionary<WireProtocol, byte[][]> Load()
    {
        var texts = new Dictionary<WireProtocol, byte[][]>();
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "tests/golden/frame"), "*-*.txt").GroupBy(file => Path.GetFileName(file).Split('-')[0]);
        foreach (var group in files)
        {
            if (Enum.TryParse<WireProtocol>(group.Key, ignoreCase: true, out var protocol))
                texts[protocol] = [.. group.SelectMany(Messages).Distinct().Select(Bytes)];
        }

        return texts;
    }

    // Behind a message's line come its text's lines; one that no line end follows has a backslash for it.
    private static IEnumerable<string> Messages(string file)
    {
        StringBuilder? text = null;
        foreach (string line in File.ReadLines(file))
        {
            if (line.StartsWith(Margin, StringComparison.Ordinal))
            {
                (text ??= new StringBuilder()).Append(line.AsSpan(Margin.Length)).Append('\n');
                continue;
            }

            if (text is not null) yield return Joined(text);
            text = null;
        }

        if (text is not null) yield return Joined(text);
    }

    private static string Joined(StringBuilder text)
    {
        string joined = text.ToString();
        return joined.EndsWith("\\\n", StringComparison.Ordinal) ? joined[..^2] : joined;
    }

    private static byte[] Bytes(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).StartsWith("\\r"))
            {
                bytes.Add((byte)'\r');
                i++;
            }
            else if (text.AsSpan(i).StartsWith("\\x") && byte.TryParse(text.AsSpan(i + 2, Math.Min(2, text.Length - i - 2)), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out byte code))
            {
                bytes.Add(code);
                i += 3;
            }
            else
            {
                bytes.Add((byte)text[i]);
            }
        }

        return [.. bytes];
    }
}
