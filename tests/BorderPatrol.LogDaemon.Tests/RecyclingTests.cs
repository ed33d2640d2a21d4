using BorderPatrol.LogDaemon.Forward;
using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

/// <summary>Segments go back to the process that keeps them, and nobody else's are left lying about.</summary>
public sealed class RecyclingTests : IDisposable
{
    private readonly TemporaryFolder _spool = new("/dev/shm");
    private readonly TemporaryFolder _folder = new();
    private readonly DaemonProcess _collector;

    public RecyclingTests() => _collector = DaemonProcess.Collect(_folder.Path("test.raw"));

    public void Dispose()
    {
        _collector.Dispose();
        _spool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_kept_segment_is_given_back_and_carries_the_next_records()
    {
        using var segment = Kept(1, 0);
        using var forwarder = DaemonProcess.Forward(_spool.Name, _collector.Port);
        IsGivenBack(segment);
        Assert.True(segment.TryRenew(1, 1));
        segment.Append(1, 64);
        segment.Close();
        Ends(forwarder);
        Stores(1, 2);
    }

    [Fact]
    public void What_nobody_takes_is_removed_and_its_process_finds_it_gone()
    {
        using var segment = Kept(1, 0);
        using var forwarder = DaemonProcess.Forward(_spool.Name, _collector.Port);
        IsGivenBack(segment);
        Eventually.Holds(() => _spool.Segments.Length == 0, "a segment that nobody takes stays");
        Eventually.Holds(() => segment.Header.Reuse == SegmentReuse.Gone, "the process is not told");
        Assert.False(segment.TryRenew(1, 1));
        Ends(forwarder);
    }

    [Fact]
    public void A_segment_removed_at_the_moment_when_it_is_taken_is_not_taken()
    {
        using var segment = Kept(1, 0);
        segment.Header.Reuse = SegmentReuse.Free;
        File.Delete(segment.Path);
        Assert.False(segment.TryRenew(1, 1));
        Assert.Empty(_spool.Segments);
    }

    [Fact]
    public void A_new_forwarder_knows_what_was_given_back()
    {
        using var segment = Kept(1, 0);
        using (var first = DaemonProcess.Forward(_spool.Name, _collector.Port))
        {
            IsGivenBack(segment);
            first.End("KILL");
        }
        using var spool = new Spool(_spool.Name);
        Assert.True(spool.TryTake());
        spool.Look();
        Assert.Empty(spool.Shipments);
        Assert.False(spool.IsEmpty);
    }

    [Fact]
    public void A_free_segment_does_not_hold_up_those_behind_it()
    {
        using var free = Kept(1, 0);
        using var next = new SegmentWriter(_spool.Name, 1, 1);
        using var forwarder = DaemonProcess.Forward(_spool.Name, _collector.Port);
        IsGivenBack(free);
        next.Append(1, 64);
        Eventually.Holds(() => RawLogContents.Read(_folder.Path("test.raw")).Count(1) == 2, "the second segment does not arrive");
        Assert.True(free.TryRenew(1, 2));
        free.Append(2, 64);
        next.Close();
        free.Close();
        Ends(forwarder);
        Stores(1, 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whoever_is_killed_on_the_way_leaves_nothing_behind(int steps)
    {
        var segment = Kept(1, 0);
        using var forwarder = DaemonProcess.Forward(_spool.Name, _collector.Port);
        IsGivenBack(segment);
        segment.TryRenew(1, 1, steps);
        segment.Dispose();
        Ends(forwarder);
        Stores(1, 1);
    }

    private SegmentWriter Kept(ulong stream, uint number)
    {
        var segment = new SegmentWriter(_spool.Name, stream, number);
        segment.Append(number, 64);
        segment.Keep();
        return segment;
    }

    private static void IsGivenBack(SegmentWriter segment) =>
        Eventually.Holds(() => segment.Header.Reuse is SegmentReuse.Free or SegmentReuse.Gone, "the segment is not given back");

    private void Ends(DaemonProcess forwarder)
    {
        Assert.Equal(0, forwarder.WaitForEnd());
        Assert.Empty(_spool.Segments);
    }

    private void Stores(ulong stream, ulong count) => RawLogContents.Read(_folder.Path("test.raw")).HoldsAll(stream, count);
}
