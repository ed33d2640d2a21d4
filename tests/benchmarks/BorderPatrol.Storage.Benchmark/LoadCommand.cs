using System.Diagnostics;

namespace BorderPatrol.Storage.Benchmark;

/// <summary>Writes one run into a store and tells how far it is, a line for each 100,000 events.</summary>
internal static class LoadCommand
{
    private const long Report = 100_000;

    /// <summary>Runs it.</summary>
    /// <param name="location">A path, or a connection string.</param>
    /// <param name="events">About how many.</param>
    public static void Run(string location, long events)
    {
        using var store = location.Contains('=', StringComparison.Ordinal) ? PathStore.OpenPostgres(location, create: true) : PathStore.Open(location, create: true);
        var run = new SyntheticRun("0123456789abcdef0123456789abcdef", (int)(events / SyntheticRun.EventsPerRequest));
        var time = Stopwatch.StartNew();
        using var writer = store.BeginRun(run.RunId);
        long reported = 0;
        run.Write(writer, written =>
        {
            if (written - reported < Report) return;
            reported = written;
            Console.WriteLine($"{written} events");
        });
        writer.Commit(run.Run);
        double peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0;
        Console.WriteLine($"{run.Events} events in {time.Elapsed.TotalSeconds:F1} s, peak memory {peak:F0} MiB");
    }
}
