using System.Globalization;

namespace BorderPatrol.Raw;

/// <summary>Says which processes had to drop records.</summary>
internal static class Losers
{
    private const int Named = 5;

    /// <summary>Those that dropped most, by name and number, and how many more there are.</summary>
    public static string Describe(IEnumerable<RawStream> streams)
    {
        var processes = streams
            .Where(stream => stream.Lost > 0)
            .GroupBy(stream => (stream.Host, stream.Program, stream.Pid))
            .Select(process => (process.Key, Lost: process.Sum(stream => (long)stream.Lost)))
            .OrderByDescending(process => process.Lost)
            .ThenBy(process => process.Key)
            .ToList();
        var named = processes.Take(Named).Select(process => Describe(process.Key, process.Lost));
        int more = processes.Count - Named;
        return string.Join(", ", named) + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "");
    }

    // What programs dropped before they had anything to write into has no process.
    private static string Describe((string Host, string Program, int Pid) process, long lost)
    {
        string who = process.Pid == 0 ? process.Program : string.Create(CultureInfo.InvariantCulture, $"{process.Program} [{process.Pid}]");
        return string.Create(CultureInfo.InvariantCulture, $"{who} on {process.Host} {lost}");
    }
}
