using BorderPatrol.Wire;

namespace BorderPatrol.Shim.Tests;

/// <summary>One thread's stream: its segments in order.</summary>
internal sealed record Recording(IReadOnlyList<Segment> Segments)
{
    private IReadOnlyList<int>? _marks;

    public WireSegment Header => Segments[0].Header;

    public string Program => Segments[0].Program;

    public IEnumerable<Record> Records => Segments.SelectMany(segment => segment.Records);

    /// <summary>What the stream began with.</summary>
    public Record? Birth => Records.FirstOrDefault();

    /// <summary>The marks that snippets made, in order.</summary>
    public IReadOnlyList<int> Marks => _marks ??= [.. Records.Select(record => record.Mark).Where(mark => mark >= 0)];

    /// <summary>Records lost, as its last segment tells.</summary>
    public ulong Lost => Segments[^1].Header.Lost;

    /// <summary>Its CALL records of one kind.</summary>
    public IReadOnlyList<WireCall> CallsOf(int number) => [.. Records.Where(record => record.CallNumber == number).Select(record => record.Call)];

    public WireProcess Process => Birth!.As<WireProcess>();

    public WireThread Thread => Birth!.As<WireThread>();

    public bool IsThread => Birth?.Kind == RecordKind.Thread;
}
