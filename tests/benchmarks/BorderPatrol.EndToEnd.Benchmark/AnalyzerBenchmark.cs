using System.Diagnostics;
using BorderPatrol.EndToEnd.Tests.Accuracy;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>Events that the analyzer takes in a second, all of its threads on one processor, without a store behind it.</summary>
public static class AnalyzerBenchmark
{
    /// <summary>Measures.</summary>
    /// <param name="rawLog">A recorded run.</param>
    public static double EventsPerSecond(string rawLog)
    {
        using var self = Process.GetCurrentProcess();
        nint everywhere = self.ProcessorAffinity;
        self.ProcessorAffinity = 1;
        Once(rawLog);
        double rate = Pairs.Median(Enumerable.Range(0, Pairs.Count).Select(_ => Once(rawLog)));
        self.ProcessorAffinity = everywhere;
        return rate;
    }

    private static double Once(string rawLog)
    {
        var clock = Stopwatch.StartNew();
        long events = AnalyzedRun.Of(rawLog).Facts!.Events;
        return events / clock.Elapsed.TotalSeconds;
    }
}
