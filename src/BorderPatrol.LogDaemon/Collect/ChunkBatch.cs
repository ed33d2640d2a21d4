using System.Runtime.InteropServices;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Collect;

/// <summary>Chunks that arrived together: stored with as few writes, and acknowledged with as few sends, as can be.</summary>
internal sealed class ChunkBatch(RawLog log)
{
    private readonly List<WireChunk> _headers = [];
    private byte[] _answers = [];
    private ulong[] _positions = [];

    /// <summary>Takes one more chunk.</summary>
    /// <exception cref="ProtocolException">It is not what its kind must be.</exception>
    internal void Add(in WireChunk header, ReadOnlySpan<byte> chunk)
    {
        Check(header, chunk[ChunkCodec.HeaderSize..]);
        _headers.Add(header);
    }

    /// <summary>Stores all chunks.</summary>
    /// <param name="chunks">Begins with the chunks that were added, one behind the other.</param>
    /// <returns>The acknowledgements to send, valid until the next call.</returns>
    internal ReadOnlySpan<byte> Store(ReadOnlySpan<byte> chunks)
    {
        var count = _headers.Count;
        if (count == 0) return default;
        if (_positions.Length < count) (_positions, _answers) = (new ulong[count * 2], new byte[count * 2 * ChunkCodec.HeaderSize]);
        log.Store(CollectionsMarshal.AsSpan(_headers), chunks, _positions);
        var length = 0;
        for (var i = 0; i < count; i++)
        {
            if (_headers[i].Kind == ChunkKind.Gone) continue;
            ChunkCodec.Seal(_answers.AsSpan(length, ChunkCodec.HeaderSize), ChunkKind.Ack, _headers[i].Stream, _positions[i]);
            length += ChunkCodec.HeaderSize;
        }
        _headers.Clear();
        return _answers.AsSpan(0, length);
    }

    private static unsafe void Check(in WireChunk header, ReadOnlySpan<byte> payload)
    {
        if (header.Kind == ChunkKind.Gone)
        {
            if (!payload.IsEmpty) throw new ProtocolException("a word without payload came with one");
            return;
        }
        if (header.Kind == ChunkKind.Records)
        {
            if (payload.IsEmpty || payload.Length % sizeof(ulong) != 0) throw new ProtocolException("a chunk of records has no records' length");
            return;
        }
        if (payload.Length < sizeof(WireSegment) || !payload.StartsWith(WireFormat.SegmentMagic)) throw new ProtocolException("a segment's head is none");
        var segment = MemoryMarshal.Read<WireSegment>(payload);
        if (segment.Stream != header.Stream || segment.Number != StreamPosition.Number(header.Position))
            throw new ProtocolException("a segment's head names another segment than its chunk");
    }
}
