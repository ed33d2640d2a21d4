using System.Text;

namespace BorderPatrol.Interpret;

/// <summary>A key without what differs from one key of a kind to the next.</summary>
internal static class KeyPattern
{
    private const int ShortestIdentifier = 12;

    /// <summary>The key with its numbers as <c>{n}</c> and its identifiers (UUIDs, digests) as <c>{id}</c>.</summary>
    /// <param name="key">Parts are parted by what is neither letter nor digit, but for dashes within an identifier.</param>
    public static string Of(string key)
    {
        var result = new StringBuilder(key.Length);
        for (int at = 0, end; at < key.Length; at = end)
        {
            end = at;
            while (end < key.Length && (char.IsLetterOrDigit(key[end]) || key[end] == '-')) end++;
            if (end == at) result.Append(key[end++]);
            else if (IsIdentifier(key.AsSpan(at, end - at))) result.Append("{id}");
            else Numbers(key.AsSpan(at, end - at), result);
        }

        return result.ToString();
    }

    private static void Numbers(ReadOnlySpan<char> part, StringBuilder result)
    {
        for (int at = 0; at < part.Length; at++)
        {
            if (!char.IsAsciiDigit(part[at])) result.Append(part[at]);
            else if (at == 0 || !char.IsAsciiDigit(part[at - 1])) result.Append("{n}");
        }
    }

    private static bool IsIdentifier(ReadOnlySpan<char> part)
    {
        if (part.Length < ShortestIdentifier || !part.ContainsAnyInRange('0', '9')) return false;
        bool letter = false;
        foreach (char c in part)
        {
            if (!char.IsAsciiHexDigit(c) && c != '-') return false;
            letter |= char.IsAsciiLetter(c);
        }

        return letter;
    }
}
