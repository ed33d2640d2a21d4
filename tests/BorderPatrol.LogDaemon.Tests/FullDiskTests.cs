using System.Globalization;
using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Testing;

namespace BorderPatrol.LogDaemon.Tests;

public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _spool = new("/dev/shm");
    private readonly TemporaryFolder _disk = new();

    public void Dispose()
    {
        _spool.Dispose();
        _disk.Dispose();
    }

    [Fact]
    public void A_full_disk_is_reported_once_and_costs_nothing()
    {
        using var collector = CollectOnSmallDisk();
        var disk = $"/proc/{collector.Id}/root{_disk.Name}";
        File.WriteAllBytes($"{disk}/other", new byte[700 << 10]);
        using var writer = new ThreadWriter(_spool.Name, 1);
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        while (!collector.Output.Contains("RawLogBlocked", StringComparison.Ordinal) && writer.Written < 20_000) WriteAndWait(writer, collector, disk);
        collector.Says("RawLogBlocked: cannot write");
        Assert.NotEmpty(_spool.Segments);
        Assert.False(forwarder.HasEnded);
        File.Delete($"{disk}/other");
        writer.Close();
        Assert.Equal(0, forwarder.WaitForEnd());
        RawLogContents.Read($"{disk}/test.raw").HoldsAll(writer.Stream, writer.Written);
        Assert.Single(collector.Output.Split('\n'), line => line.Contains("RawLogBlocked", StringComparison.Ordinal));
        collector.Says("again");
        Assert.Equal(0, collector.End("INT"));
    }

    [Fact]
    public void A_collector_on_a_full_disk_can_still_be_ended()
    {
        using var collector = CollectOnSmallDisk();
        File.WriteAllBytes($"/proc/{collector.Id}/root{_disk.Name}/other", new byte[(1 << 20) - (16 << 10)]);
        using var writer = new ThreadWriter(_spool.Name, 1);
        writer.Write(1000);
        using var forwarder = DaemonProcess.Forward(_spool.Name, collector.Port);
        collector.Says("RawLogBlocked");
        long before = TurnsOfMainThread(collector);
        Eventually.Holds(() => TurnsOfMainThread(collector) > before, "the collector does not look whether it is to end");
        Assert.Equal(0, collector.End("TERM"));
        Assert.NotEmpty(_spool.Segments);
    }

    // How often it has gone to sleep: it wakes every second.
    private static long TurnsOfMainThread(DaemonProcess collector) => long.Parse(
        File.ReadLines($"/proc/{collector.Id}/task/{collector.Id}/status").Single(line => line.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal)).Split('\t')[1],
        CultureInfo.InvariantCulture);

    // Until these records are stored, or the disk is found full.
    private static void WriteAndWait(ThreadWriter writer, DaemonProcess collector, string disk)
    {
        writer.Write(500);
        Eventually.Holds(
            () => collector.Output.Contains("RawLogBlocked", StringComparison.Ordinal) || RawLogContents.Read($"{disk}/test.raw").Count(writer.Stream) == (int)writer.Written,
            "records neither arrive nor is the disk full");
    }

    private DaemonProcess CollectOnSmallDisk()
    {
        Require.Root();
        var mount = $"mount -t tmpfs -o size=1m tmpfs '{_disk.Name}' && exec \"$@\"";
        return DaemonProcess.Collect($"{_disk.Name}/test.raw", prefix: [Require.Program("unshare"), "--mount", "sh", "-c", mount, "sh"]);
    }
}
