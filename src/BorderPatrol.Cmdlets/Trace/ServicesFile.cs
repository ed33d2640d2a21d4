using System.Globalization;
using System.Text.RegularExpressions;

namespace BorderPatrol.Cmdlets;

/// <summary>A services file as in /etc/services: <c>name port/protocol [alias ...]</c>, <c>#</c> begins a comment.</summary>
internal static partial class ServicesFile
{
    private const int ShownLines = 5;

    /// <summary>The path, once the file is known to be good; null stays null.</summary>
    /// <param name="path">Full path or null.</param>
    /// <exception cref="BorderPatrolException">ServicesFileInvalid: it cannot be read or has bad lines, which the message numbers.</exception>
    internal static string? Checked(string? path)
    {
        if (path == null) return null;
        string[] bad = [.. Read(path).Index().Where(line => !IsGood(line.Item)).Select(line => $"line {line.Index + 1}: '{line.Item.Trim()}'")];
        if (bad.Length == 0) return path;
        string more = bad.Length > ShownLines ? $" and {bad.Length - ShownLines} more" : "";
        throw new BorderPatrolException(
            ErrorIds.ServicesFileInvalid,
            $"The services file '{path}' has lines that are no services: {string.Join("; ", bad.Take(ShownLines))}{more}.",
            "Write each line as 'name port/protocol [alias ...]', for example 'www 8080/tcp http'.");
    }

    private static string[] Read(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BorderPatrolException(
                ErrorIds.ServicesFileInvalid,
                $"The services file '{path}' cannot be read: {error.Message}",
                "Name a file that exists and that you may read.",
                error);
        }
    }

    private static bool IsGood(string line)
    {
        string content = line.Split('#', 2)[0];
        var match = Service().Match(content);
        return string.IsNullOrWhiteSpace(content)
            || (match.Success && int.TryParse(match.Groups["port"].Value, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue);
    }

    [GeneratedRegex(@"^\s*[^\s/]+\s+(?<port>\d+)/(tcp|udp|sctp|dccp|ddp)(\s+\S+)*\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Service();
}
