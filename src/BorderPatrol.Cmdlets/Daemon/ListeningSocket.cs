using System.Globalization;
using System.Net;

namespace BorderPatrol.Cmdlets;

/// <summary>Where a process listens.</summary>
/// <param name="Address">IP address.</param>
/// <param name="Port">TCP port.</param>
internal sealed record ListeningSocket(string Address, int Port)
{
    private const string Listening = "0A";
    private static readonly string[] Tables = ["tcp", "tcp6"];

    /// <summary>A process's first listening socket, IPv4 before IPv6; null when it has none or belongs to another user.</summary>
    internal static ListeningSocket? Of(int processId)
    {
        var sockets = ProcFile.Entries($"/proc/{processId}/fd").Select(ProcFile.LinkTarget)
            .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
            .Select(target => target!["socket:[".Length..^1])
            .ToHashSet();
        return Tables
            .SelectMany(table => (ProcFile.Read($"/proc/{processId}/net/{table}") ?? "").Split('\n').Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == Listening && sockets.Contains(fields[9]))
            .Select(fields => Parse(fields[1]))
            .FirstOrDefault();
    }

    // The address is in hexadecimal, each group of four bytes in this machine's order.
    private static ListeningSocket Parse(string text)
    {
        string[] parts = text.Split(':');
        byte[] bytes = Convert.FromHexString(parts[0]);
        if (BitConverter.IsLittleEndian)
        {
            for (int i = 0; i < bytes.Length; i += 4)
                Array.Reverse(bytes, i, 4);
        }

        return new ListeningSocket(new IPAddress(bytes).ToString(), int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
