using System.Collections.Concurrent;
using System.Globalization;
using BorderPatrol.LogDaemon.Tests.Support;

namespace BorderPatrol.LogDaemon.Tests;

/// <summary>
/// Collector and forwarder are killed again and again, at moments that chance chooses, while threads write, end and are killed themselves.
/// BP_KILLS in the environment sets how often.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Writers = 4;
    private const int SpoolLimit = 200;

    private readonly TemporaryFolder _spool = new("/dev/shm");
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<ulong, ulong> _written = [];
    private readonly Random _random = new();
    private long _count;
    private long _renewed;

    private string RawLog => _folder.Path("test.raw");

    public void Dispose()
    {
        _spool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_record_arrives_once_and_in_order_whoever_is_killed_when()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("BP_KILLS") ?? "20", CultureInfo.InvariantCulture);
        using var end = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(seed => Task.Run(() => WriteThreads(seed, end.Token))).ToArray();
        var collector = DaemonProcess.Collect(RawLog);
        var port = collector.Port;
        var forwarder = DaemonProcess.Forward(_spool.Name, port);
        for (var i = 0; i < kills; i++)
        {
            Progress();
            if (_random.Next(2) == 0) collector = Again(collector, () => DaemonProcess.Collect(RawLog, port));
            else forwarder = Again(forwarder, () => DaemonProcess.Forward(_spool.Name, port));
        }
        await end.CancelAsync();
        await Task.WhenAll(writers);
        Assert.Equal(0, forwarder.WaitForEnd());
        Assert.Equal(0, collector.End("INT"));
        forwarder.Dispose();
        collector.Dispose();
        Assert.Empty(_spool.Segments);
        var log = RawLogContents.Read(RawLog);
        Assert.Equal(_written.Count, log.Sequences.Count);
        Assert.True(_renewed > 0, "no segment was used again");
        foreach (var (stream, written) in _written) log.HoldsAll(stream, written);
    }

    private static DaemonProcess Again(DaemonProcess daemon, Func<DaemonProcess> start)
    {
        daemon.End("KILL");
        daemon.Dispose();
        return start();
    }

    // A random bit of work further, so that the next kill hits anywhere.
    private void Progress()
    {
        var (count, length) = (Interlocked.Read(ref _count) + _random.Next(3000), new FileInfo(RawLog).Length + _random.Next(20) * 1000);
        Eventually.Holds(() => Interlocked.Read(ref _count) >= count && new FileInfo(RawLog).Length >= length, "the work does not go on");
    }

    private void WriteThreads(int seed, CancellationToken end)
    {
        var random = new Random(seed);
        while (!end.IsCancellationRequested)
        {
            using var thread = new ThreadWriter(_spool.Name, random.Next());
            for (var bursts = random.Next(200); bursts >= 0 && !end.IsCancellationRequested; bursts--) Burst(thread, random.Next(100), end);
            if (thread.Written > 0) _written[thread.Stream] = thread.Written;
            Interlocked.Add(ref _renewed, thread.Renewed);
            if (random.Next(3) == 0) thread.Die();
            else thread.Close();
        }
    }

    private void Burst(ThreadWriter thread, int records, CancellationToken end)
    {
        SpinWait.SpinUntil(() => end.IsCancellationRequested || _spool.Segments.Length < SpoolLimit);
        thread.Write(records);
        Interlocked.Add(ref _count, records);
    }
}
