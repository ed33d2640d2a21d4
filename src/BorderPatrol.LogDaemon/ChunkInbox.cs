using System.Net.Sockets;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon;

/// <summary>What arrives on a connection, cut into chunks. Grows with the largest chunk that was announced, up to the limit.</summary>
internal sealed class ChunkInbox
{
    private byte[] _buffer = new byte[64 << 10];
    private int _begin;
    private int _end;

    /// <summary>Bytes that have arrived and not been taken: after the connection's end, half a chunk.</summary>
    internal int Pending => _end - _begin;

    /// <summary>Whether more would need more memory.</summary>
    internal bool IsFull => _end == _buffer.Length;

    /// <summary>Largest payload that is put up with.</summary>
    internal int PayloadLimit { get; set; } = WireFormat.ChunkMaximum;

    /// <summary>Where the next chunk begins, for <see cref="From"/>.</summary>
    internal int Position => _begin;

    /// <summary>The bytes from a position on, chunks that were taken included.</summary>
    internal ReadOnlySpan<byte> From(int position) => _buffer.AsSpan(position.._end);

    /// <summary>Waits for more bytes. Spans and positions from before are worthless then.</summary>
    /// <returns>False when the other side has ended the connection.</returns>
    internal bool Receive(Socket socket)
    {
        if (_begin > 0) _buffer.AsSpan(_begin, Pending).CopyTo(_buffer);
        (_begin, _end) = (0, Pending);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
        var received = socket.Receive(_buffer.AsSpan(_end));
        _end += received;
        return received > 0;
    }

    /// <summary>Takes the next chunk.</summary>
    /// <returns>False when it has not arrived as a whole.</returns>
    /// <exception cref="ProtocolException">What arrived is no chunk.</exception>
    internal bool TryTake(out WireChunk header, out ReadOnlySpan<byte> chunk)
    {
        var arrived = _buffer.AsSpan(_begin, Pending);
        var verdict = ChunkCodec.Examine(arrived, out header);
        if (header.Magic == WireFormat.ChunkMagic && header.Length > PayloadLimit) verdict = ChunkVerdict.TooLong;
        if (verdict is not (ChunkVerdict.Valid or ChunkVerdict.Incomplete)) throw new ProtocolException(Complaint(verdict, header));
        chunk = verdict == ChunkVerdict.Valid ? arrived[..(ChunkCodec.HeaderSize + (int)header.Length)] : default;
        _begin += chunk.Length;
        return verdict == ChunkVerdict.Valid;
    }

    private static string Complaint(ChunkVerdict verdict, in WireChunk header) => verdict switch
    {
        ChunkVerdict.NewerVersion => $"it speaks version {header.Version} of the protocol, this program up to {WireFormat.Version}",
        ChunkVerdict.TooLong => $"it announced {header.Length} bytes in one chunk, which is too much",
        ChunkVerdict.Damaged => "a chunk's checksum is wrong",
        _ => "it does not speak the protocol of BorderPatrol",
    };
}
