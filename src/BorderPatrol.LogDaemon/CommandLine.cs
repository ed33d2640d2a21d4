using System.Globalization;
using System.Net;

namespace BorderPatrol.LogDaemon;

/// <summary>The arguments cannot be understood; the message says which.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>What <c>bplogd PORT FILE</c> was asked to do.</summary>
/// <param name="Port">0 to 65535; 0 takes any free one.</param>
/// <param name="File">The raw log.</param>
/// <param name="Addresses">Where to listen; empty means loopback.</param>
internal sealed record CollectCommand(int Port, string File, IReadOnlyList<IPAddress> Addresses);

/// <summary>Reads the arguments.</summary>
internal static class CommandLine
{
    internal const string Help = """
        bplogd collects the records of traced programs from all machines into a raw log, or forwards them from this machine.

        usage: bplogd PORT FILE [--listen ADDRESS]...
               bplogd forward
               bplogd --help | --version

        PORT              the port to listen on; 0 takes any free one
        FILE              the raw log; made when it is not there, else appended to
        --listen ADDRESS  an address of this machine to listen on, instead of 127.0.0.1 and ::1; * means all.
                          Beyond loopback a shared secret is required.
        forward           ship this machine's spool to the collector, until it is empty; traced programs start this by themselves

        The environment:
        LIBBTRACE_SECRET_FILE  a file with the secret that forwarders and collector share
        LIBBTRACE_HOST         forward: the collector's machine (127.0.0.1)
        LIBBTRACE_PORT         forward: the collector's port (7070)
        LIBBTRACE_SPOOL        forward: the spool folder (/dev/shm/borderpatrol-HOST-PORT)

        On SIGINT or SIGTERM the collector asks its forwarders for what they still have, writes it and ends; on a second one it ends at once.
        Exit codes: 0 ended in order, 1 failed, 2 wrong usage.
        """;

    internal static CollectCommand ParseCollect(IReadOnlyList<string> arguments)
    {
        var plain = new List<string>();
        var addresses = new List<IPAddress>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--listen") addresses.AddRange(ParseAddress(++i < arguments.Count ? arguments[i] : throw new UsageException("--listen needs an address")));
            else if (argument.StartsWith("--listen=", StringComparison.Ordinal)) addresses.AddRange(ParseAddress(argument["--listen=".Length..]));
            else if (argument.StartsWith('-') && argument.Length > 1) throw new UsageException($"unknown option {argument}");
            else plain.Add(argument);
        }
        return plain.Count == 2
            ? new CollectCommand(ParsePort(plain[0]), plain[1], addresses)
            : throw new UsageException(plain.Count < 2 ? "PORT and FILE are needed" : $"unexpected argument {plain[2]}");
    }

    internal static int ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new UsageException($"{text} is not a port: a number from 0 to {IPEndPoint.MaxPort} is needed");

    private static IPAddress[] ParseAddress(string text) =>
        text == "*" ? [IPAddress.Any, IPAddress.IPv6Any]
        : IPAddress.TryParse(text, out var address) ? [address]
        : throw new UsageException($"{text} is not an IP address");
}
