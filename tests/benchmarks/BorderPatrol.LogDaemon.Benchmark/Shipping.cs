using System.Diagnostics;
using System.Globalization;
using BorderPatrol.LogDaemon.Tests.Support;
using BorderPatrol.Testing;

namespace BorderPatrol.LogDaemon.Benchmark;

/// <summary>A collector and a forwarder with a spool between them.</summary>
internal sealed class Shipping : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal Shipping()
    {
        Collector = Start([], "0", RawLog);
        var ready = Collector.StandardOutput.ReadLine()!;
        Port = ready.Split(',')[0].Split(':')[^1];
    }

    internal TemporaryFolder Spool { get; } = new("/dev/shm");

    internal Process Collector { get; }

    internal Process? Forwarder { get; private set; }

    internal string RawLog => _folder.Path("test.raw");

    private string Port { get; }

    internal void StartForwarder() => Forwarder = Start([("LIBBTRACE_SPOOL", Spool.Name), ("LIBBTRACE_PORT", Port)], "forward");

    /// <summary>Processor time and largest memory of a process so far.</summary>
    internal static string Cost(Process process, double records)
    {
        process.Refresh();
        var nanoseconds = process.TotalProcessorTime.TotalNanoseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / records:F1} ns a record, {records / nanoseconds * 1000:F1} M records/s/core, {process.PeakWorkingSet64 >> 10} KiB");
    }

    public void Dispose()
    {
        Forwarder?.Kill();
        Collector.Kill();
        Collector.WaitForExit();
        Spool.Dispose();
        _folder.Dispose();
    }

    private static Process Start((string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.LogDaemon, arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
