using System.Net.Sockets;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon;

/// <summary>Sends the small chunks that are never stored.</summary>
internal static class ControlChunk
{
    internal static void Send(Socket socket, ChunkKind kind, ReadOnlySpan<byte> payload)
    {
        var chunk = new byte[ChunkCodec.HeaderSize + payload.Length];
        payload.CopyTo(chunk.AsSpan(ChunkCodec.HeaderSize));
        ChunkCodec.Seal(chunk, kind);
        socket.Send(chunk);
    }
}
