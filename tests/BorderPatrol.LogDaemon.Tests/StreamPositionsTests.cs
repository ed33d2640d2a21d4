using BorderPatrol.LogDaemon.Collect;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

public class StreamPositionsTests
{
    private const ulong End = 512;
    private static readonly long LongAfter = Environment.TickCount64 + 120_000;

    private readonly StreamPositions _positions = new();

    [Fact]
    public void Streams_that_are_gone_are_forgotten_after_a_while()
    {
        for (ulong stream = 1; stream <= 100_000; stream++) Assert.True(Store(stream) && Leave(stream, End));
        _positions.Tidy(Environment.TickCount64);
        Assert.Equal(100_000, _positions.Count);
        Assert.False(Store(5));
        _positions.Tidy(LongAfter);
        Assert.Equal(0, _positions.Count);
    }

    [Fact]
    public void A_stream_that_goes_on_is_remembered()
    {
        Assert.True(Store(1) && Leave(1, End) && Store(1, number: 1));
        _positions.Tidy(LongAfter);
        Assert.Equal(1, _positions.Count);
        Assert.False(Store(1, number: 1));
    }

    [Fact]
    public void A_later_segment_of_a_forgotten_stream_is_taken()
    {
        Assert.True(Store(1) && Leave(1, End));
        _positions.Tidy(LongAfter);
        Assert.True(Store(1, number: 1));
    }

    [Fact]
    public void Only_what_is_stored_to_its_end_can_be_gone()
    {
        Assert.False(Leave(1, 0));
        Assert.True(Store(1));
        Assert.False(Leave(1, End - 8) || Leave(1, End + 8));
    }

    [Fact]
    public void A_reopened_log_tells_the_same()
    {
        _positions.Replay(Chunk(ChunkKind.Segment, 1, 0));
        _positions.Replay(Chunk(ChunkKind.Segment, 2, 0));
        _positions.Replay(Chunk(ChunkKind.Gone, 1, End));
        Assert.Equal(1, _positions.Count);
        Assert.False(Store(2));
    }

    private bool Store(ulong stream, uint number = 0) =>
        _positions.TryAdvance(Chunk(ChunkKind.Segment, stream, StreamPosition.Of(number, 0)), out _);

    private bool Leave(ulong stream, ulong position) => _positions.TryAdvance(Chunk(ChunkKind.Gone, stream, position), out _);

    private static WireChunk Chunk(ChunkKind kind, ulong stream, ulong position) =>
        new() { Kind = kind, Stream = stream, Position = position, Length = kind == ChunkKind.Gone ? 0 : (uint)End };
}
