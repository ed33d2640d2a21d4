using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests.Support;

/// <summary>A traced thread: numbers its records from 0 and goes on to other segments when one is full, where it can to one that it has filled before.</summary>
internal sealed class ThreadWriter(string spool, int seed) : IDisposable
{
    private const int Shelf = 4;

    private readonly Random _random = new(seed);
    private readonly List<SegmentWriter> _kept = [];
    private SegmentWriter? _segment;
    private uint _number;

    internal ulong Stream { get; } = (ulong)Random.Shared.NextInt64();

    internal ulong Written { get; private set; }

    /// <summary>Writes records of various sizes.</summary>
    internal void Write(int count)
    {
        for (var i = 0; i < count; i++) Write();
    }

    internal void Write()
    {
        var size = 64 + 8 * _random.Next(_random.Next(100) == 0 ? 4000 : 20);
        if (_segment is null || _segment.Room < size) Next();
        _segment!.Append(Written++, size);
    }

    /// <summary>Segments that were written into again.</summary>
    internal int Renewed { get; private set; }

    /// <summary>Ends in order.</summary>
    internal void Close()
    {
        _segment?.Close();
        Dispose();
    }

    /// <summary>Ends as by SIGKILL between two steps of writing a record, or of taking a segment back.</summary>
    internal void Die()
    {
        _kept.Find(kept => kept.Header.Reuse == SegmentReuse.Free)?.TryRenew(Stream, _number, _random.Next(4));
        if (_segment is { Room: >= 256 })
        {
            var place = _segment.Claim(128);
            if (_random.Next(2) == 0) _segment.Begin(place, 128);
        }
        Dispose();
    }

    public void Dispose()
    {
        _segment?.Dispose();
        _segment = null;
        foreach (var kept in _kept) kept.Dispose();
        _kept.Clear();
    }

    private void Next()
    {
        var size = WireFormat.SegmentMinimum << (_number == 1 ? 1 : 0);
        var next = Renew(size) ?? new SegmentWriter(spool, Stream, _number, size);
        _number++;
        Leave();
        _segment = next;
    }

    private void Leave()
    {
        if (_kept.Count < Shelf)
        {
            _segment?.Keep();
            if (_segment is not null) _kept.Add(_segment);
            return;
        }
        _segment?.Close();
        _segment?.Dispose();
    }

    private SegmentWriter? Renew(int size)
    {
        foreach (var kept in _kept.Where(kept => kept.Header.Size == size).ToList())
        {
            if (kept.Header.Reuse == SegmentReuse.Kept) continue;
            _kept.Remove(kept);
            if (kept.TryRenew(Stream, _number))
            {
                Renewed++;
                return kept;
            }
            kept.Dispose();
        }
        return null;
    }
}
