using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BorderPatrol.Programs.Tests.Running;

/// <summary>Ports of 127.0.0.1.</summary>
internal static class Ports
{
    private const string Listening = "0A";

    /// <summary>Ports that are free for TCP and UDP, below those that the kernel gives to clients.</summary>
    public static int[] Free(int count)
    {
        var found = new HashSet<int>();
        while (found.Count < count)
        {
            int port = Random.Shared.Next(12_000, 32_000);
            if (IsFree(port)) found.Add(port);
        }
        return [.. found];
    }

    /// <summary>Whether somebody listens, seen without knocking.</summary>
    public static bool Listen(int port) => Has("/proc/net/tcp", port, Listening) || Has("/proc/net/tcp6", port, Listening);

    /// <summary>Whether somebody has bound a port for datagrams.</summary>
    public static bool Datagrams(int port) => Has("/proc/net/udp", port, "");

    private static bool Has(string table, int port, string state)
    {
        string end = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines(table)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(words => words[1].EndsWith(end, StringComparison.Ordinal) && words[3].StartsWith(state, StringComparison.Ordinal));
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var stream = new Socket(SocketType.Stream, ProtocolType.Tcp);
            using var datagram = new Socket(SocketType.Dgram, ProtocolType.Udp);
            stream.Bind(new IPEndPoint(IPAddress.Any, port));
            datagram.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
