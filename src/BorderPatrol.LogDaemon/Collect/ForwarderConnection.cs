using System.Net.Sockets;
using System.Text;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Collect;

/// <summary>One forwarder's connection, from its greeting to its end. Whatever is wrong with it ends it and nothing else.</summary>
internal sealed class ForwarderConnection(Socket socket, RawLog log, Secret? secret)
{
    private const int ChallengeSize = 32;
    private const int PatienceForGreeting = 10_000;
    private const int PatienceForSending = 30_000;

    private readonly string _peer = socket.RemoteEndPoint?.ToString() ?? "a forwarder";
    private readonly ChunkInbox _inbox = new() { PayloadLimit = ChallengeSize };
    private readonly ChunkBatch _batch = new(log);
    private readonly Lock _sending = new();
    private bool _goodbye;

    internal void Run()
    {
        try
        {
            Prepare();
            Greet();
            while (!_goodbye && _inbox.Receive(socket))
                if (_inbox.IsFull || socket.Available == 0) TakeAll();
            if (!_goodbye && _inbox.Pending > 0) throw new ProtocolException("it ended in the middle of a chunk");
        }
        catch (ProtocolException error)
        {
            Refuse(error.Message);
            Log.Say($"connection from {_peer} closed: {error.Message}");
        }
        catch (SocketException error)
        {
            Log.Say($"connection from {_peer} lost: {error.Message}");
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>Tells the forwarder that the collector is about to end.</summary>
    internal void AnnounceClosing() => TrySend(ChunkKind.Closing, []);

    private void Prepare()
    {
        socket.NoDelay = true;
        socket.SendTimeout = PatienceForSending;
        KeepAlive.Enable(socket);
    }

    private void Greet()
    {
        // As random as any, without loading the cryptographic library where no secret is used.
        var challenge = new byte[ChallengeSize];
        Guid.NewGuid().TryWriteBytes(challenge);
        Guid.NewGuid().TryWriteBytes(challenge.AsSpan(16));
        ControlChunk.Send(socket, ChunkKind.Challenge, challenge);
        socket.ReceiveTimeout = PatienceForGreeting;
        WireChunk header;
        ReadOnlySpan<byte> hello;
        while (!_inbox.TryTake(out header, out hello))
            if (!_inbox.Receive(socket)) throw new ProtocolException("it ended before it had said who it is");
        if (header.Kind != ChunkKind.Hello) throw new ProtocolException("it did not begin with a greeting");
        if (secret is not null && !secret.Accepts(challenge, hello[ChunkCodec.HeaderSize..]))
            throw new ProtocolException(header.Length == 0 ? "it has no shared secret" : "its shared secret is another");
        socket.ReceiveTimeout = 0;
        _inbox.PayloadLimit = WireFormat.ChunkMaximum;
        TakeAll();
    }

    private void TakeAll()
    {
        var begin = _inbox.Position;
        while (!_goodbye && _inbox.TryTake(out var header, out var chunk))
        {
            if (header.Kind is ChunkKind.Segment or ChunkKind.Records or ChunkKind.Gone) _batch.Add(header, chunk);
            else if (header.Kind == ChunkKind.Bye) _goodbye = true;
            else throw new ProtocolException($"a chunk of kind {(ushort)header.Kind} is not a forwarder's to send");
        }
        var acknowledgements = _batch.Store(_inbox.From(begin));
        if (acknowledgements.Length == 0) return;
        lock (_sending) socket.Send(acknowledgements);
    }

    private void Refuse(string reason) => TrySend(ChunkKind.Refused, Encoding.UTF8.GetBytes(reason));

    private void TrySend(ChunkKind kind, ReadOnlySpan<byte> payload)
    {
        try
        {
            lock (_sending) ControlChunk.Send(socket, kind, payload);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It is gone already, and then needs no word.
        }
    }
}
