using System.Diagnostics;
using BorderPatrol.LogDaemon.Tests.Support;

namespace BorderPatrol.LogDaemon.Benchmark;

/// <summary>Commits a record, waits until the raw log has grown, commits the next.</summary>
internal static class Latency
{
    internal static void Measure(int records)
    {
        using var shipping = new Shipping();
        using var segment = new SegmentWriter(shipping.Spool.Name, 1, 0, 1 << 20);
        shipping.StartForwarder();
        var milliseconds = new List<double>();
        for (var i = 0; i < records; i++)
        {
            var length = new FileInfo(shipping.RawLog).Length;
            var clock = Stopwatch.StartNew();
            segment.Append((ulong)i, 96);
            SpinWait.SpinUntil(() => new FileInfo(shipping.RawLog).Length > length);
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }
        milliseconds.Sort();
        Console.WriteLine($"{records} records: median {milliseconds[records / 2]:F1} ms, 99 % within {milliseconds[records * 99 / 100]:F1} ms, all within {milliseconds[^1]:F1} ms");
    }
}
