using System.Net;
using System.Net.Sockets;
using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Forward;

/// <summary>A connection to the collector that has been greeted. Chunks are gathered and sent together; each is answered with one ACK.</summary>
internal sealed class CollectorLink : IDisposable
{
    private const int ProtocolTcp = 6;
    private const int SynRetriesOption = 7;
    private const int PatienceForGreeting = 5_000;
    private const int FlushAt = 256 << 10;
    // Their answers fit into any socket's buffers: the collector never waits for a forwarder that is waiting for it.
    private const int ChunksInFlight = 2048;

    private readonly Socket _socket;
    private readonly ChunkInbox _inbox = new();
    private readonly byte[] _out = new byte[WireFormat.RecordMaximum + (2 * FlushAt)];
    private int _outLength;

    private CollectorLink(Socket socket) => _socket = socket;

    /// <summary>Chunks whose answer is outstanding.</summary>
    internal int InFlight { get; private set; }

    /// <summary>Bytes shipped so far.</summary>
    internal long Shipped { get; private set; }

    /// <summary>Whether answers must be awaited before more is sent.</summary>
    internal bool IsFull => InFlight >= ChunksInFlight;

    /// <exception cref="SocketException">The collector cannot be reached.</exception>
    /// <exception cref="ProtocolException">What answers is no collector, or a newer one.</exception>
    internal static CollectorLink Connect(ForwardSettings settings)
    {
        var link = new CollectorLink(OpenSocket(settings));
        try
        {
            link.Greet(settings.Secret);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Room for the payload of the next chunk; valid until the next call.</summary>
    internal Span<byte> Room(int payload)
    {
        if (_outLength + ChunkCodec.HeaderSize + payload > _out.Length) Flush();
        return _out.AsSpan(_outLength + ChunkCodec.HeaderSize, payload);
    }

    /// <summary>Sends, now or soon, what was put at the beginning of <see cref="Room"/>.</summary>
    internal void Ship(ChunkKind kind, ulong stream, ulong position, int payload)
    {
        var chunk = _out.AsSpan(_outLength, ChunkCodec.HeaderSize + payload);
        ChunkCodec.Seal(chunk, kind, stream, position);
        _outLength += chunk.Length;
        Shipped += chunk.Length;
        InFlight++;
        if (_outLength >= FlushAt) Flush();
    }

    /// <summary>Tells the collector, now or soon, that nothing of a stream before the position will be sent again.</summary>
    internal void TellGone(ulong stream, ulong position)
    {
        _ = Room(0);
        ChunkCodec.Seal(_out.AsSpan(_outLength, ChunkCodec.HeaderSize), ChunkKind.Gone, stream, position);
        _outLength += ChunkCodec.HeaderSize;
    }

    internal void Flush()
    {
        var rest = _out.AsSpan(0, _outLength);
        while (!rest.IsEmpty) rest = rest[_socket.Send(rest)..];
        _outLength = 0;
    }

    /// <summary>Waits until something has arrived.</summary>
    /// <returns>False when the time was over first.</returns>
    internal bool Await(TimeSpan wait)
    {
        if (!_socket.Poll(wait, SelectMode.SelectRead)) return false;
        return _inbox.Receive(_socket) ? true : throw new ProtocolException("the collector is gone");
    }

    /// <summary>Takes the next thing that the collector said.</summary>
    internal bool TryTake(out WireChunk header)
    {
        if (!_inbox.TryTake(out header, out var chunk)) return false;
        if (header.Kind == ChunkKind.Ack) InFlight--;
        if (header.Kind == ChunkKind.Refused) throw new ProtocolException($"refused by the collector: {Encoding.UTF8.GetString(chunk[ChunkCodec.HeaderSize..])}");
        return true;
    }

    /// <summary>Tells the collector that nothing more comes.</summary>
    internal void SayGoodbye()
    {
        Flush();
        ControlChunk.Send(_socket, ChunkKind.Bye, []);
    }

    public void Dispose() => _socket.Dispose();

    private static Socket OpenSocket(ForwardSettings settings)
    {
        var addresses = IPAddress.TryParse(settings.Host, out var literal) ? [literal] : Dns.GetHostAddresses(settings.Host);
        for (var i = 0; ; i++)
        {
            if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                // A machine that is switched off is given up after 7 s instead of two minutes.
                socket.SetRawSocketOption(ProtocolTcp, SynRetriesOption, BitConverter.GetBytes(2));
                KeepAlive.Enable(socket);
                socket.Connect(addresses[i], settings.Port);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
                if (i == addresses.Length - 1) throw;
            }
        }
    }

    private void Greet(Secret? secret)
    {
        _socket.ReceiveTimeout = PatienceForGreeting;
        WireChunk header;
        ReadOnlySpan<byte> chunk;
        while (!_inbox.TryTake(out header, out chunk))
            if (!_inbox.Receive(_socket)) throw new ProtocolException("the collector ended the connection at once");
        if (header.Kind != ChunkKind.Challenge) throw new ProtocolException("what answers there is no collector");
        ControlChunk.Send(_socket, ChunkKind.Hello, secret is null ? [] : secret.Answer(chunk[ChunkCodec.HeaderSize..]));
        _socket.ReceiveTimeout = 0;
    }
}
