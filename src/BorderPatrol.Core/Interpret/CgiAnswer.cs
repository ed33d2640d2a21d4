using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>The head of a script's answer (https://www.rfc-editor.org/rfc/rfc3875#section-6.3), or the whole head of HTTP where the script speaks that.</summary>
internal static class CgiAnswer
{
    /// <summary>The status that it leads to; empty when there is no head.</summary>
    public static string Status(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("HTTP/"u8)) return SecondWord(Encoding.UTF8.GetString(text));
        string status = "";
        foreach (string line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            if (line.TrimEnd('\r').Length == 0) break;
            if (line.StartsWith("Status:", StringComparison.OrdinalIgnoreCase)) return FirstWord(line["Status:".Length..]);
            if (line.StartsWith("Location:", StringComparison.OrdinalIgnoreCase)) status = "302";
            else if (status.Length == 0 && line.Contains(':', StringComparison.Ordinal)) status = "200";
        }

        return status;
    }

    private static string FirstWord(string text) => text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries) is [var word, ..] ? word : "";

    private static string SecondWord(string text) => text.IndexOf(' ', StringComparison.Ordinal) is var at and >= 0 ? FirstWord(text[at..]) : "";
}
