using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>The table of results, with when and where they were measured.</summary>
public sealed class Results
{
    private readonly StringBuilder _rows = new();

    /// <summary>Adds a comparison.</summary>
    /// <param name="what">What was done.</param>
    /// <param name="unit">Unit of both figures.</param>
    /// <param name="pairs">The figures.</param>
    public void Say(string what, string unit, Pairs pairs) => Row(
        $"{what}, {unit}",
        Number(pairs.Untraced),
        Number(pairs.Traced),
        $"{Percent(pairs.Ratio)} ({Percent(pairs.Lowest)} to {Percent(pairs.Highest)})");

    /// <summary>Adds a single figure.</summary>
    /// <param name="what">What was done.</param>
    /// <param name="unit">Unit of the figure.</param>
    /// <param name="value">The figure.</param>
    public void Say(string what, string unit, double value) => Row($"{what}, {unit}", "", Number(value), "");

    /// <summary>The page.</summary>
    public override string ToString() => $"""
        # Results

        Measured by `dotnet run --project tests/benchmarks/BorderPatrol.EndToEnd.Benchmark -c Release` on {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)},
        {Environment.ProcessorCount} processors ({Processor()}), {RuntimeInformation.OSDescription}, .NET {Environment.Version}.
        Traced and untraced in turns; medians of {Pairs.Count} pairs; the last column is the median of the pairs' ratios (lowest to highest). Load
        generator, servers, forwarders and log daemon share the processors.

        | what | untraced | traced | traced / untraced |
        | --- | ---: | ---: | ---: |
        {_rows.ToString().TrimEnd()}

        """;

    private void Row(params string[] cells) => _rows.Append($"| {string.Join(" | ", cells)} |\n");

    private static string Number(double value) => value.ToString(value < 1000 ? "F1" : "N0", CultureInfo.InvariantCulture);

    private static string Percent(double ratio) => ratio.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "");

    private static string Processor() => File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(": ")[1];
}
