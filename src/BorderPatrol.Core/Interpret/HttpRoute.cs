namespace BorderPatrol.Interpret;

/// <summary>The path of a request target without what differs from one request of a kind to the next: query, numbers, identifiers.</summary>
internal static class HttpRoute
{
    private const int ShortestIdentifier = 12;

    public static string Of(string target)
    {
        string path = PathOf(target);
        string[] segments = path.Split('/');
        for (int i = 0; i < segments.Length; i++) segments[i] = Generalize(segments[i]);
        return string.Join('/', segments);
    }

    // https://www.rfc-editor.org/rfc/rfc9112#name-request-target: a path, a whole URL from proxies' clients, an authority after CONNECT, or *.
    private static string PathOf(string target)
    {
        int end = target.AsSpan().IndexOfAny('?', '#');
        string path = end < 0 ? target : target[..end];
        int scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || path.StartsWith('/')) return path;
        int slash = path.IndexOf('/', scheme + 3);
        return slash < 0 ? "/" : path[slash..];
    }

    private static string Generalize(string segment)
    {
        if (segment.Length == 0) return segment;
        if (!segment.AsSpan().ContainsAnyExceptInRange('0', '9')) return "{n}";
        return IsIdentifier(segment) ? "{id}" : segment;
    }

    // UUIDs, digests and the like: long, hexadecimal but for dashes, and with a digit, so that no word is taken for one.
    private static bool IsIdentifier(string segment)
    {
        if (segment.Length < ShortestIdentifier) return false;
        bool digit = false;
        foreach (char c in segment)
        {
            if (!char.IsAsciiHexDigit(c) && c != '-') return false;
            digit |= char.IsAsciiDigit(c);
        }

        return digit;
    }
}
