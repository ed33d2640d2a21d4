using System.Globalization;
using System.Text.RegularExpressions;

namespace BorderPatrol.Cmdlets;

/// <summary>A services file as in /etc/services: <c>name port/protocol [alias ...]</c>, <c>#</c> begins a comment.</summary>
internal static partial class ServicesFile
{
    private static readonly LinesFile Lines = new(
        "services file", ErrorIds.ServicesFileInvalid, "services", "Write each line as 'name port/protocol [alias ...]', for example 'www 8080/tcp http'.");

    /// <summary>The path, once the file is known to be good; null stays null.</summary>
    /// <param name="path">Full path or null.</param>
    /// <exception cref="BorderPatrolException">ServicesFileInvalid: it cannot be read or has bad lines, which the message numbers.</exception>
    internal static string? Checked(string? path) => Lines.Checked(path, IsGood);

    private static bool IsGood(string line)
    {
        var match = Service().Match(line);
        return match.Success && int.TryParse(match.Groups["port"].Value, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue;
    }

    [GeneratedRegex(@"^\s*[^\s/]+\s+(?<port>\d+)/(tcp|udp|sctp|dccp|ddp)(\s+\S+)*\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Service();
}
