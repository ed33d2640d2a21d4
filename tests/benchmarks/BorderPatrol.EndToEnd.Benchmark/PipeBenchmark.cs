using System.Globalization;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>What one traced write and read cost a program that does nothing else.</summary>
public static class PipeBenchmark
{
    private const string PairsOfCalls = "2000000";

    /// <summary>Measures, with a log daemon that takes everything.</summary>
    public static Pairs Run()
    {
        using var folder = new Folder();
        string program = folder.At("pipe");
        Command.Run(Require.Program("gcc"), "-O2", "-o", program, Path.Combine(AppContext.BaseDirectory, "pipe.c")).Succeeded();
        using var lan = new Lan();
        var tracing = new Tracing(folder, lan.B);
        using var collector = new Collector(lan.B, folder.At("pipe.raw"), tracing.SecretFile);
        return Pairs.Measure(traced =>
        {
            var result = lan.B.Run([.. traced ? tracing.OnB : [], program, PairsOfCalls]).Succeeded();
            lan.WaitForEmptySpools();
            return double.Parse(result.Output, CultureInfo.InvariantCulture);
        });
    }
}
