using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests.Support;

/// <summary>A connection to a collector on which a test says what it likes.</summary>
internal sealed class Caller : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000, NoDelay = true };

    internal Caller(int port) => _socket.Connect("127.0.0.1", port);

    /// <summary>Says hello and proves the secret, if there is one.</summary>
    internal static Caller Greeted(int port, string secret = "")
    {
        var caller = new Caller(port);
        var (header, challenge) = caller.Receive();
        Assert.Equal(ChunkKind.Challenge, header.Kind);
        var answer = secret.Length == 0 ? [] : HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), challenge);
        caller.Send(Chunk(ChunkKind.Hello, answer));
        return caller;
    }

    internal static byte[] Chunk(ChunkKind kind, ReadOnlySpan<byte> payload, ulong stream = 0, ulong position = 0)
    {
        var chunk = new byte[ChunkCodec.HeaderSize + payload.Length];
        payload.CopyTo(chunk.AsSpan(ChunkCodec.HeaderSize));
        ChunkCodec.Seal(chunk, kind, stream, position);
        return chunk;
    }

    /// <summary>A lawful first chunk of a segment.</summary>
    internal static unsafe byte[] Segment(ulong stream, uint number = 0)
    {
        var segment = new WireSegment { Version = 1, HeaderSize = (ushort)sizeof(WireSegment), Stream = stream, Number = number };
        var bytes = MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref segment, 1));
        WireFormat.SegmentMagic.CopyTo(bytes);
        return Chunk(ChunkKind.Segment, bytes, stream, StreamPosition.Of(number, 0));
    }

    internal void Send(ReadOnlySpan<byte> bytes) => _socket.Send(bytes);

    /// <summary>Sends a chunk that is stored and returns up to where its stream is stored then.</summary>
    internal ulong Store(ReadOnlySpan<byte> chunk)
    {
        Send(chunk);
        var (header, _) = Receive();
        Assert.Equal(ChunkKind.Ack, header.Kind);
        return header.Position;
    }

    internal (WireChunk Header, byte[] Payload) Receive()
    {
        var header = new byte[ChunkCodec.HeaderSize];
        ReceiveExactly(header);
        var chunk = MemoryMarshal.Read<WireChunk>(header);
        var payload = new byte[chunk.Length];
        ReceiveExactly(payload);
        Assert.Equal(ChunkCodec.Checksum(chunk, payload), chunk.Crc);
        return (chunk, payload);
    }

    /// <summary>Whether the collector ends the connection.</summary>
    internal bool IsClosed()
    {
        var rest = new byte[4096];
        try
        {
            while (_socket.Receive(rest) > 0) continue;
            return true;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Dispose() => _socket.Dispose();

    private void ReceiveExactly(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var received = _socket.Receive(bytes);
            Assert.True(received > 0, "the collector ended the connection");
            bytes = bytes[received..];
        }
    }
}
