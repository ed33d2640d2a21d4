using System.Globalization;
using System.Runtime.InteropServices;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>The table of results that begins RESULTS.md. What is measured again replaces its old row; the other rows and sections stay.</summary>
public sealed class Results
{
    private readonly string _file;
    private readonly Dictionary<string, string> _rows;
    private string _sections;

    /// <summary>Reads the rows that are there.</summary>
    /// <param name="file">RESULTS.md; may be missing.</param>
    public Results(string file)
    {
        _file = file;
        string[] lines = File.Exists(file) ? File.ReadAllLines(file) : [];
        string[] table = [.. lines.TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))];
        _rows = table.Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).ToDictionary(line => line.Split(" | ")[0], line => line);
        _sections = string.Join('\n', lines.Skip(table.Length));
    }

    /// <summary>Adds a comparison.</summary>
    /// <param name="what">What was done, and the unit.</param>
    /// <param name="pairs">The figures.</param>
    public void Say(string what, Pairs pairs) =>
        Put(what, Number(pairs.Untraced), Number(pairs.Traced), $"{Percent(pairs.Ratio)} ({Percent(pairs.Lowest)} to {Percent(pairs.Highest)})");

    /// <summary>Adds a single figure.</summary>
    /// <param name="what">What was done, and the unit.</param>
    /// <param name="value">The figure.</param>
    public void Say(string what, double value) => Put(what, "", Number(value), "");

    /// <summary>Puts a section in the place of the one with its heading, or behind all others.</summary>
    /// <param name="heading">Its heading.</param>
    /// <param name="lines">Its text.</param>
    public void Section(string heading, IReadOnlyList<string> lines)
    {
        foreach (string line in lines) Console.WriteLine(line);
        string begin = $"## {heading}\n", text = $"{begin}\n{string.Join('\n', lines)}\n";
        int at = _sections.IndexOf(begin, StringComparison.Ordinal);
        int next = at < 0 ? -1 : _sections.IndexOf("\n## ", at, StringComparison.Ordinal);
        _sections = at < 0 ? $"{_sections.TrimEnd()}\n\n{text}" : $"{_sections[..at]}{text}{(next < 0 ? "" : _sections[next..])}";
        File.WriteAllText(_file, Page());
    }

    private void Put(string what, params string[] cells)
    {
        string today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string row = $"| {what} | {string.Join(" | ", cells)} | {today} |";
        _rows[$"| {what}"] = row;
        Console.WriteLine(row);
        File.WriteAllText(_file, Page());
    }

    private string Page() => $"""
        # Results

        Measured by `dotnet run --project tests/benchmarks/BorderPatrol.EndToEnd.Benchmark -c Release` on {Environment.ProcessorCount} processors
        ({Processor()}), {RuntimeInformation.OSDescription}, .NET {Environment.Version}. Traced and untraced in turns; medians of {Pairs.Count} pairs;
        the ratio is the median of the pairs' ratios (lowest to highest). Load generator, servers, forwarders and log daemon share the processors.

        | what | untraced | traced | traced / untraced | date |
        | --- | ---: | ---: | ---: | --- |
        {string.Join('\n', _rows.Values)}

        {_sections}
        """.TrimEnd() + "\n";

    private static string Number(double value) => value.ToString(value < 10 ? "F2" : value < 1000 ? "F1" : "N0", CultureInfo.InvariantCulture);

    private static string Percent(double ratio) => ratio.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "");

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(": ")[1];
}
