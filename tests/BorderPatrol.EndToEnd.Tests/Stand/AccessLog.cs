using System.Globalization;
using System.Text.RegularExpressions;

namespace BorderPatrol.EndToEnd.Tests.Stand;

/// <summary>The web server's own word on who served which tagged request.</summary>
public static partial class AccessLog
{
    /// <summary>The process of the web server by tag.</summary>
    /// <param name="path">A log of lines <c>process status path query</c>.</param>
    public static IReadOnlyDictionary<string, int> ReadWorkers(string path) => File.ReadLines(path)
        .Select(line => LinePattern.Match(line))
        .Where(match => match.Success)
        .ToDictionary(match => match.Groups[2].Value, match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"^(\d+) .*\?tag=(r\d{4})&")]
    private static partial Regex LinePattern { get; }
}
