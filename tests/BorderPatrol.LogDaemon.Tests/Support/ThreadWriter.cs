using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests.Support;

/// <summary>A traced thread: numbers its records from 0 and goes on to larger segments when one is full.</summary>
internal sealed class ThreadWriter(string spool, int seed) : IDisposable
{
    private readonly Random _random = new(seed);
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

    /// <summary>Ends in order.</summary>
    internal void Close()
    {
        _segment?.Close();
        Dispose();
    }

    /// <summary>Ends as by SIGKILL between two steps of writing a record.</summary>
    internal void Die()
    {
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
    }

    private void Next()
    {
        var size = WireFormat.SegmentMinimum << (_number == 0 ? 0 : _number == 1 ? 2 : 4);
        var next = new SegmentWriter(spool, Stream, _number++, size);
        _segment?.Close();
        _segment?.Dispose();
        _segment = next;
    }
}
