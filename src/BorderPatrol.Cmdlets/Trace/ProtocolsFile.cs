using System.Globalization;
using System.Text;

namespace BorderPatrol.Cmdlets;

/// <summary>
/// A file of private protocols, as the shim reads it (native/shim/frame/declared.c): <c>NAME line [setting=value ...]</c> or <c>NAME length [setting=value ...]</c>,
/// <c>#</c> begins a comment. The services file names their ports.
/// </summary>
internal static class ProtocolsFile
{
    private const int LongestName = 31;
    private const int MostProtocols = 64;

    private static readonly LinesFile Lines = new(
        "protocols file",
        ErrorIds.ProtocolsFileInvalid,
        "protocols",
        "Write each line as 'name line [end=lf|crlf|nul]' or 'name length [offset=0] [size=4] [order=big|little] [adjust=0]'; both take greeting=yes|no and keep=BYTES. "
            + $"A name has at most {LongestName} bytes, and a file at most {MostProtocols} protocols.");

    private static readonly Dictionary<string, Func<string, bool>> OfBoth = new(StringComparer.OrdinalIgnoreCase)
    {
        ["greeting"] = value => IsOneOf(value, "yes", "no"),
        ["keep"] = value => IsNumber(value, 0, 1 << 20),
    };

    private static readonly Dictionary<string, Func<string, bool>> OfLines = new(OfBoth, StringComparer.OrdinalIgnoreCase)
    {
        ["end"] = value => IsOneOf(value, "lf", "crlf", "nul"),
    };

    private static readonly Dictionary<string, Func<string, bool>> OfLengths = new(OfBoth, StringComparer.OrdinalIgnoreCase)
    {
        ["offset"] = value => IsNumber(value, 0, 64),
        ["size"] = value => IsNumber(value, 1, 8),
        ["order"] = value => IsOneOf(value, "big", "little"),
        ["adjust"] = value => IsNumber(value, -1024, 1024),
    };

    /// <summary>The path, once the file is known to be good; null stays null.</summary>
    /// <param name="path">Full path or null.</param>
    /// <exception cref="BorderPatrolException">ProtocolsFileInvalid: it cannot be read or has bad lines, which the message numbers.</exception>
    internal static string? Checked(string? path)
    {
        int good = 0;
        return Lines.Checked(path, line => IsGood(line) && ++good <= MostProtocols);
    }

    private static bool IsGood(string line)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var name, var kind, .. var settings] || Encoding.UTF8.GetByteCount(name) > LongestName) return false;
        var known = kind.ToUpperInvariant() switch { "LINE" => OfLines, "LENGTH" => OfLengths, _ => null };
        return known is not null && settings.All(setting => setting.Split('=', 2) is [var its, var value] && known.TryGetValue(its, out var isGood) && isGood(value));
    }

    private static bool IsOneOf(string value, params string[] values) => values.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static bool IsNumber(string value, int least, int most) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && value[0] != '+' && number >= least && number <= most;
}
