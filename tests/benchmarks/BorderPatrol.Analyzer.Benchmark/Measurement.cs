using System.Diagnostics;
using BorderPatrol.Paths;
using BorderPatrol.Raw;

namespace BorderPatrol.Analyzer.Benchmark;

/// <summary>Times the stages of one log: index alone, analysis without and with event objects. The median of five runs each.</summary>
internal static class Measurement
{
    private const int Runs = 5;

    public static void Print(string path)
    {
        using var log = RawLog.Open(path);
        long events = Analyze(log, wantsEvents: false).Events;
        Console.WriteLine($"{events} events, {log.Length >> 20} MiB");
        Report("index (CRC, SHA-256)", events, () => RawLog.Open(path).Dispose());
        Report("analyze, no event objects", events, () => Analyze(log, wantsEvents: false));
        Report("analyze, event objects", events, () => Analyze(log, wantsEvents: true));
        Report("events of Get-BPEvent", events, () => Read(path));
        Console.WriteLine($"managed heap after a collection: {GC.GetTotalMemory(true) >> 20} MiB; the most that was committed: {GC.GetGCMemoryInfo().TotalCommittedBytes >> 20} MiB");
    }

    private static BPRun Analyze(RawLog log, bool wantsEvents) => Paths.Analyzer.Analyze(log, new NullWriter(wantsEvents));

    private static void Read(string path)
    {
        foreach (var _ in RawEvents.Read(path))
        {
        }
    }

    private static void Report(string what, long events, Action run)
    {
        var seconds = new List<double>();
        long allocated = 0;
        for (int i = 0; i < Runs; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            run();
            seconds.Add((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        seconds.Sort();
        double median = seconds[Runs / 2];
        Console.WriteLine($"{what,-28} {events / median / 1e6,6:F2} M events/s of processor time, {allocated / (double)events,6:F0} bytes allocated an event");
    }

    private sealed class NullWriter(bool wantsEvents) : IRunWriter
    {
        public bool WantsEvents => wantsEvents;

        public void AddEvent(long activity, BPEvent observed)
        {
        }

        public void AddActivity(long activity, string requestId)
        {
        }

        public void AddRequest(BPRequest request)
        {
        }

        public void AddSpan(BPSpan span)
        {
        }

        public void Commit(BPRun run)
        {
        }

        public void Dispose()
        {
        }
    }
}
