using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Wire;

namespace BorderPatrol.LogDaemon.Tests;

public sealed class ReopeningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string RawLog => _folder.Path("test.raw");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_collector_goes_on_where_the_one_before_it_was_killed()
    {
        var first = Fill("KILL");
        using var collector = DaemonProcess.Collect(RawLog);
        using var caller = Caller.Greeted(collector.Port);
        Assert.Equal(576ul, caller.Store(Caller.Segment(1)));
        Assert.Equal(640ul, caller.Store(Caller.Chunk(ChunkKind.Records, Record(1), 1, 576)));
        collector.End("KILL");
        Assert.Equal(first, File.ReadAllBytes(RawLog)[..first.Length]);
        RawLogContents.Read(RawLog).HoldsAll(1, 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(95)]
    public void A_torn_tail_is_cut_and_sent_again(int missing)
    {
        var whole = Fill("TERM");
        File.WriteAllBytes(RawLog, whole[..^missing]);
        using var collector = DaemonProcess.Collect(RawLog);
        collector.Says($"RawLogTorn: {RawLog} ended in the middle of a chunk; {96 - missing} bytes");
        using var caller = Caller.Greeted(collector.Port);
        Assert.Equal(512ul, caller.Store(Caller.Segment(1)));
        Assert.Equal(576ul, caller.Store(Caller.Chunk(ChunkKind.Records, Record(0), 1, 512)));
        Assert.Equal(whole, File.ReadAllBytes(RawLog));
        caller.Send(Caller.Chunk(ChunkKind.Bye, []));
        Assert.Equal(0, collector.End("INT"));
    }

    [Fact]
    public void A_damaged_last_chunk_is_a_torn_tail_too()
    {
        var whole = Fill("TERM");
        whole[^1] ^= 1;
        File.WriteAllBytes(RawLog, whole);
        using var collector = DaemonProcess.Collect(RawLog);
        collector.Says("RawLogTorn");
        Assert.Equal(whole.Length - 96, new FileInfo(RawLog).Length);
    }

    [Fact]
    public void Damage_before_the_end_is_reported_and_nothing_behind_it_is_cut()
    {
        var whole = Fill("TERM");
        whole[RawLogHeader.Size + 100] ^= 1;
        File.WriteAllBytes(RawLog, whole);
        using var collector = DaemonProcess.Collect(RawLog);
        collector.Says($"RawLogDamaged: {RawLog} is damaged in 1 places, 544 bytes");
        using var caller = Caller.Greeted(collector.Port);
        Assert.Equal(576ul, caller.Store(Caller.Segment(1)));
        Assert.Equal(whole, File.ReadAllBytes(RawLog));
    }

    // A head, a segment and one record.
    private byte[] Fill(string signal)
    {
        using var collector = DaemonProcess.Collect(RawLog);
        using var caller = Caller.Greeted(collector.Port);
        caller.Store(Caller.Segment(1));
        Assert.Equal(576ul, caller.Store(Caller.Chunk(ChunkKind.Records, Record(0), 1, 512)));
        caller.Send(Caller.Chunk(ChunkKind.Bye, []));
        collector.End(signal);
        return File.ReadAllBytes(RawLog);
    }

    private static byte[] Record(byte sequence)
    {
        var record = new byte[64];
        (record[0], record[4], record[5], record[56]) = (64, (byte)RecordKind.Call, 1, sequence);
        return record;
    }
}
