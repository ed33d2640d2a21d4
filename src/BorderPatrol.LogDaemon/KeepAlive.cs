using System.Net.Sockets;

namespace BorderPatrol.LogDaemon;

/// <summary>Makes the kernel notice that the machine at the other end is gone: after 15 s of silence it asks, four times, 5 s apart.</summary>
internal static class KeepAlive
{
    internal static void Enable(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }
}
