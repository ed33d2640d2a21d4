using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Collect;

/// <summary>
/// Up to where each stream is stored, for as long as a forwarder may send it again. Memory follows the streams that are in spools, not those that
/// have ever been.
/// </summary>
internal sealed class StreamPositions
{
    /// <summary>What a killed forwarder had sent may be read behind what its successor says.</summary>
    private const long Grace = 60_000;

    private readonly Dictionary<ulong, ulong> _positions = [];
    private readonly Queue<(long At, ulong Stream, ulong Position)> _gone = [];

    /// <summary>Streams that are remembered.</summary>
    internal int Count => _positions.Count;

    /// <summary>Takes what a raw log holds already; no forwarder of its time is still connected.</summary>
    internal void Replay(in WireChunk chunk)
    {
        if (chunk.Kind == ChunkKind.Gone) Forget(chunk.Stream, chunk.Position);
        else _positions[chunk.Stream] = chunk.Position + chunk.Length;
    }

    /// <summary>Decides whether a chunk is to be stored: the one that begins where its stream ends, a later segment's first, or a true GONE.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="position">Up to where its stream is stored, with it.</param>
    internal bool TryAdvance(in WireChunk chunk, out ulong position)
    {
        _positions.TryGetValue(chunk.Stream, out position);
        if (chunk.Kind == ChunkKind.Gone) return TryLeave(chunk, position);
        var laterSegment = StreamPosition.Offset(chunk.Position) == 0 && chunk.Position > position;
        if (chunk.Position != position && !laterSegment) return false;
        position = _positions[chunk.Stream] = chunk.Position + chunk.Length;
        return true;
    }

    /// <summary>Forgets what has been gone for long enough.</summary>
    /// <param name="now">Milliseconds of any clock that never goes back.</param>
    internal void Tidy(long now)
    {
        while (_gone.TryPeek(out var oldest) && now - oldest.At > Grace)
        {
            _gone.Dequeue();
            Forget(oldest.Stream, oldest.Position);
        }
    }

    private bool TryLeave(in WireChunk chunk, ulong position)
    {
        if (chunk.Position != position || position == 0) return false;
        _gone.Enqueue((Environment.TickCount64, chunk.Stream, chunk.Position));
        return true;
    }

    // Unless the stream has gone on in a later segment.
    private void Forget(ulong stream, ulong position)
    {
        if (_positions.TryGetValue(stream, out var known) && known == position) _positions.Remove(stream);
    }
}
