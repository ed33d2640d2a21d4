using System.Diagnostics;
using BorderPatrol.LogDaemon.Tests.Support;

namespace BorderPatrol.LogDaemon.Benchmark;

/// <summary>Many threads that wrote once and then do nothing.</summary>
internal static class Idle
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    internal static void Measure(int threads)
    {
        using var shipping = new Shipping();
        var segments = Enumerable.Range(1, threads).Select(stream => new SegmentWriter(shipping.Spool.Name, (ulong)stream, 0)).ToList();
        foreach (var segment in segments) segment.Append(0, 96);
        shipping.StartForwarder();
        SpinWait.SpinUntil(() => new FileInfo(shipping.RawLog).Length >= threads * 640);
        var before = Time(shipping.Forwarder!);
        var clock = Stopwatch.StartNew();
        using (var never = new ManualResetEventSlim()) never.Wait(Span);
        Console.WriteLine($"{threads} idle threads: the forwarder takes {(Time(shipping.Forwarder!) - before) / clock.Elapsed:P2} of a core, {shipping.Forwarder!.WorkingSet64 >> 10} KiB");
        segments.ForEach(segment => segment.Dispose());
    }

    private static TimeSpan Time(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
