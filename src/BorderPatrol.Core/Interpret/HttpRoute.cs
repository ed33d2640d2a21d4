namespace BorderPatrol.Interpret;

/// <summary>
/// The path of a request target without what differs from one request of a kind to the next: the query, and segments that are numbers, UUIDs, digests or
/// other identifiers, which become <c>{n}</c>, <c>{uuid}</c>, <c>{hex}</c> and <c>{token}</c>.
/// </summary>
internal static class HttpRoute
{
    private const int ShortestHex = 12;
    private const int ShortestToken = 20;

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

    // Matrix parameters and file name extensions say what kind of thing it is, and stay: /item/17.json is /item/{n}.json.
    private static string Generalize(string segment)
    {
        int end = segment.AsSpan().IndexOfAny(';', '.');
        string name = end < 0 ? segment : segment[..end];
        string rest = end < 0 ? "" : segment[end..];
        if (name.Length == 0 || rest.AsSpan().ContainsAnyInRange('0', '9')) return Whole(segment);
        string kind = Whole(name);
        return kind == name ? segment : kind + rest;
    }

    private static string Whole(string name) =>
        name.Length == 0 ? name : IsNumber(name) ? "{n}" : IsUuid(name) ? "{uuid}" : IsHex(name) ? "{hex}" : IsToken(name) ? "{token}" : name;

    private static bool IsNumber(string name)
    {
        var digits = name.AsSpan(name[0] is '-' or '+' ? 1 : 0);
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsUuid(string name) => Guid.TryParseExact(name, "D", out _);

    // Digests and object ids: hexadecimal with a digit, so that no word is taken for one.
    private static bool IsHex(string name) =>
        name.Length >= ShortestHex && name.All(static c => char.IsAsciiHexDigit(c)) && name.Any(char.IsAsciiDigit);

    // What a program made: long, with letters and digits side by side more often than words and numbered names have them.
    private static bool IsToken(string name)
    {
        if (name.Length < ShortestToken || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '~' or '=' or '%')) return false;
        int turns = 0;
        for (int i = 1; i < name.Length; i++)
            if (char.IsAsciiDigit(name[i]) != char.IsAsciiDigit(name[i - 1]) && char.IsAsciiLetterOrDigit(name[i]) && char.IsAsciiLetterOrDigit(name[i - 1])) turns++;
        return turns >= name.Length / 6;
    }
}
