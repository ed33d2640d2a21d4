namespace BorderPatrol.Raw;

/// <summary>
/// All records of a log, each stream's in its own order, the streams merged by key. A stream is opened when its first record is due and closed
/// behind its last, so memory follows the number of threads that lived at a time.
/// </summary>
internal sealed class RecordMerge(IReadOnlyList<RawStream> streams, RawFile file)
{
    private readonly PriorityQueue<StreamCursor, ulong> _waiting = new();
    private StreamCursor? _cursor;
    private ulong _limit;
    private int _unopened;

    /// <summary>The stream of <see cref="Current"/>, or the one that has ended.</summary>
    public RawStream Stream { get; private set; } = null!;

    /// <summary>The record; none when its stream has just ended.</summary>
    public RawRecord Current { get; private set; }

    /// <summary>Place of <see cref="Current"/> in the merged order.</summary>
    public ulong Key { get; private set; }

    /// <summary>Bytes of records gone through.</summary>
    public long Done { get; private set; }

    public bool MoveNext()
    {
        if (_cursor is not null && !_cursor.MoveNext())
        {
            _cursor = null;
            Current = default;
            return true;
        }

        // A stream's records come in bursts: it goes on without a look at the others until its key passes the least of theirs.
        if ((_cursor is null || _cursor.Key > _limit) && !Switch()) return false;
        Current = _cursor!.Current;
        Key = _cursor.Key;
        Done += Current.Head.Size;
        return true;
    }

    private bool Switch()
    {
        if (_cursor is not null) _waiting.Enqueue(_cursor, _cursor.Key);
        _cursor = null;
        ulong due = DueKey();
        if (_waiting.TryPeek(out _, out ulong least) && least <= due)
        {
            _cursor = _waiting.Dequeue();
        }
        else if (_unopened < streams.Count)
        {
            _cursor = new StreamCursor(streams[_unopened++], file);
            _cursor.MoveNext();
        }

        if (_cursor is null) return false;
        Stream = _cursor.Stream;
        _limit = _waiting.TryPeek(out _, out least) ? Math.Min(least, DueKey()) : DueKey();
        return true;
    }

    private ulong DueKey() => _unopened < streams.Count ? streams[_unopened].FirstKey : ulong.MaxValue;
}
