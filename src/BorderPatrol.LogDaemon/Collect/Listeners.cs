using System.Net;
using System.Net.Sockets;

namespace BorderPatrol.LogDaemon.Collect;

/// <summary>Opens the sockets to listen on.</summary>
internal static class Listeners
{
    private const int Attempts = 20;

    /// <summary>Listens on the addresses that were asked for, or on loopback; all on the same port.</summary>
    /// <exception cref="BorderPatrolException"><see cref="ErrorIds.PortInUse"/>, <see cref="ErrorIds.AccessDenied"/> or <see cref="ErrorIds.LogDaemonFailed"/>.</exception>
    internal static IReadOnlyList<Socket> Open(CollectCommand command)
    {
        var addresses = command.Addresses.Count > 0 ? command.Addresses : [IPAddress.Loopback, IPAddress.IPv6Loopback];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return OpenAll(addresses, command.Port);
            }
            // A port that is free on the first address need not be free on the next: take another.
            catch (BorderPatrolException error) when (command.Port == 0 && error.ErrorId == ErrorIds.PortInUse && attempt < Attempts)
            {
            }
        }
    }

    private static List<Socket> OpenAll(IReadOnlyList<IPAddress> addresses, int port)
    {
        var sockets = new List<Socket>();
        try
        {
            foreach (var address in addresses)
            {
                // Nobody asked for these by name, and a machine may be without IPv6.
                var optional = address.Equals(IPAddress.IPv6Loopback) || address.Equals(IPAddress.IPv6Any);
                if (TryOpen(address, port, optional && sockets.Count > 0) is not { } socket) continue;
                sockets.Add(socket);
                port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            }
            return sockets;
        }
        catch
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }
    }

    private static Socket? TryOpen(IPAddress address, int port, bool optional)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return socket;
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            if (optional && error.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported) return null;
            throw Explain(error, address, port);
        }
    }

    private static BorderPatrolException Explain(SocketException error, IPAddress address, int port) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => new BorderPatrolException(
            ErrorIds.PortInUse, $"port {port} on {address} is in use by another program", "Stop it, or choose another port (0 takes any free one).", error),
        SocketError.AccessDenied => new BorderPatrolException(
            ErrorIds.AccessDenied, $"this user may not listen on port {port}", "Choose a port from 1024 on.", error),
        _ => new BorderPatrolException(
            ErrorIds.LogDaemonFailed, $"cannot listen on port {port} on {address}: {error.Message}", "Name an address of this machine.", error),
    };
}
