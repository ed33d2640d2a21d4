using System.Text.RegularExpressions;

namespace BorderPatrol.Programs.Tests.Running;

/// <summary>Logs without what differs between two runs of the same program.</summary>
internal static partial class Log
{
    /// <summary>Each kind of line once, with every number replaced.</summary>
    public static IEnumerable<string> Kinds(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => Number.Replace(Moment.Replace(line, ""), "#"))
        .Distinct();

    [GeneratedRegex(@"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")]
    private static partial Regex Moment { get; }

    [GeneratedRegex(@"0x[0-9a-f]+|\d+(\.\d+)*")]
    private static partial Regex Number { get; }
}
