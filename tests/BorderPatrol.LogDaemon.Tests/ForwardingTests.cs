using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

public sealed class ForwardingTests : IDisposable
{
    private readonly TemporaryFolder _spool = new("/dev/shm");
    private readonly TemporaryFolder _folder = new();

    private string RawLog => _folder.Path("test.raw");

    public void Dispose()
    {
        _spool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Records_of_a_living_thread_arrive_and_its_file_stays()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        using var writer = new ThreadWriter(_spool.Name, 1);
        writer.Write(100);
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        Arrived(writer);
        writer.Write(100);
        Arrived(writer);
        Assert.Single(_spool.Segments);
        Assert.False(forwarder.HasEnded);
    }

    [Fact]
    public void A_thread_that_ended_leaves_nothing_behind_and_the_forwarder_goes_when_all_is_done()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        var writers = Enumerable.Range(0, 20).Select(seed => new ThreadWriter(_spool.Name, seed)).ToList();
        foreach (var writer in writers) writer.Write(5000);
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        foreach (var writer in writers) writer.Close();
        Assert.Equal(0, forwarder.WaitForEnd());
        Assert.Empty(_spool.Segments);
        Assert.Equal(0, collector.End("INT"));
        var log = RawLogContents.Read(RawLog);
        foreach (var writer in writers) log.HoldsAll(writer.Stream, writer.Written);
        Assert.All(log.Segments.GroupBy(segment => (segment.Stream, segment.Number)), heads =>
        {
            Assert.Equal(2, heads.Count());
            Assert.Equal(1u, heads.Last().State);
        });
    }

    [Fact]
    public void A_killed_thread_loses_only_the_record_it_had_not_finished()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        var writers = Enumerable.Range(0, 10).Select(seed => new ThreadWriter(_spool.Name, seed)).ToList();
        foreach (var writer in writers) writer.Write(300);
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        foreach (var writer in writers) Arrived(writer);
        foreach (var writer in writers) writer.Write(10);
        foreach (var writer in writers) writer.Die();
        Assert.Equal(0, forwarder.WaitForEnd());
        collector.End("TERM");
        var log = RawLogContents.Read(RawLog);
        foreach (var writer in writers) log.HoldsAll(writer.Stream, writer.Written);
        Assert.True(log.Unfinished >= writers.Count);
        Assert.Empty(_spool.Segments);
    }

    [Fact]
    public void A_record_that_is_being_written_holds_back_what_a_signal_handler_wrote_behind_it()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        using var segment = new SegmentWriter(_spool.Name, 7, 0);
        segment.Append(0, 64);
        var interrupted = segment.Claim(64);
        segment.Append(2, 64);
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        Eventually.Holds(() => RawLogContents.Read(RawLog).Count(7) > 0, "nothing arrives");
        segment.Begin(interrupted, 64);
        segment.Finish(interrupted, 1);
        segment.Close();
        Assert.Equal(0, forwarder.WaitForEnd());
        RawLogContents.Read(RawLog).HoldsAll(7, 3);
    }

    [Fact]
    public void A_record_as_large_as_the_format_allows_arrives()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        using var segment = new SegmentWriter(_spool.Name, 8, 0, 2 << 20);
        segment.Append(0, 64);
        segment.Append(1, WireFormat.RecordMaximum);
        segment.Append(2, 64);
        segment.Close();
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        Assert.Equal(0, forwarder.WaitForEnd());
        RawLogContents.Read(RawLog).HoldsAll(8, 3);
    }

    [Fact]
    public void Damage_in_a_segment_costs_what_lies_behind_it_and_nothing_else()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        using var sound = new ThreadWriter(_spool.Name, 3);
        sound.Write(50);
        using var damaged = new SegmentWriter(_spool.Name, 9, 0);
        damaged.Append(0, 64);
        damaged.Begin(damaged.Claim(640), 13);
        damaged.Close();
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        sound.Close();
        Assert.Equal(0, forwarder.WaitForEnd());
        var log = RawLogContents.Read(RawLog);
        log.HoldsAll(9, 1);
        log.HoldsAll(sound.Stream, 50);
        Assert.Equal(1, log.Unfinished);
    }

    [Fact]
    public void The_forwarder_waits_for_the_collector_and_survives_its_restart()
    {
        using var writer = new ThreadWriter(_spool.Name, 4);
        writer.Write(1000);
        int port;
        using (var collector = DaemonProcess.Collect(RawLog)) port = collector.Port;
        using var forwarder = DaemonProcess.Forward(_spool.Name, port);
        forwarder.Says("no connection to the collector");
        using var second = DaemonProcess.Collect(RawLog, port);
        Arrived(writer);
        second.End("INT");
        writer.Write(1000);
        using var third = DaemonProcess.Collect(RawLog, port);
        Arrived(writer);
        writer.Close();
        Assert.Equal(0, forwarder.WaitForEnd());
    }

    [Fact]
    public void What_is_committed_when_the_collector_is_told_to_end_is_on_disk_when_it_has_ended()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        using var first = new ThreadWriter(_spool.Name, 5);
        first.Write(1);
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        Arrived(first);
        var writers = Enumerable.Range(0, 8).Select(seed => new ThreadWriter(_spool.Name, seed)).Append(first).ToList();
        foreach (var writer in writers) writer.Write(20_000);
        Assert.Equal(0, collector.End("INT"));
        var log = RawLogContents.Read(RawLog);
        foreach (var writer in writers) log.HoldsAll(writer.Stream, writer.Written);
        writers.ForEach(writer => writer.Dispose());
    }

    [Fact]
    public void A_second_forwarder_leaves_at_once()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        using var writer = new ThreadWriter(_spool.Name, 6);
        writer.Write(1);
        using var first = DaemonProcess.Forward(_spool.Name, collector.Port);
        Arrived(writer);
        using var second = DaemonProcess.Forward(_spool.Name, collector.Port);
        Assert.Equal(0, second.WaitForEnd());
        Assert.False(first.HasEnded);
    }

    [Fact]
    public void What_is_no_segment_and_what_is_newer_stays_where_it_is()
    {
        using var collector = DaemonProcess.Collect(RawLog);
        File.WriteAllText(_spool.Path("0000000000000001.00000000.seg"), new string('x', 1000));
        File.CreateSymbolicLink(_spool.Path("0000000000000002.00000000.seg"), "/etc/passwd");
        using (var newer = new SegmentWriter(_spool.Name, 3, 0)) newer.Header.Version = 2;
        using (var unwritten = new SegmentWriter(_spool.Name, 4, 0)) unwritten.Header = default;
        using var writer = new ThreadWriter(_spool.Name, 7);
        writer.Write(10);
        writer.Close();
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        Assert.Equal(0, forwarder.WaitForEnd());
        Assert.Equal(["0000000000000001", "0000000000000002", "0000000000000003"], _spool.Segments.Select(path => Path.GetFileName(path)[..16]).Order());
        Assert.Contains("newer version", forwarder.Output, StringComparison.Ordinal);
        RawLogContents.Read(RawLog).HoldsAll(writer.Stream, 10);
    }

    private void Arrived(ThreadWriter writer) =>
        Eventually.Holds(() => RawLogContents.Read(RawLog).Count(writer.Stream) == (int)writer.Written, "not all records arrive");
}
