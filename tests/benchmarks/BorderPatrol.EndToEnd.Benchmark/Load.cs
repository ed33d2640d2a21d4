using System.Globalization;
using System.Text.RegularExpressions;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>What a load generator saw.</summary>
/// <param name="Rate">Requests a second.</param>
/// <param name="Middle">Half of the requests took less, in milliseconds.</param>
/// <param name="Slow">99 of 100 requests took less, in milliseconds.</param>
public sealed partial record Load(double Rate, double Middle, double Slow)
{
    /// <summary>Loads a web server with wrk, a thread for each processor, over connections that stay.</summary>
    /// <param name="client">Where wrk runs.</param>
    /// <param name="url">What it asks for.</param>
    /// <param name="clients">Connections.</param>
    /// <param name="seconds">For how long.</param>
    public static Load OfWeb(Machine client, string url, int clients, int seconds)
    {
        var result = client.Run(Require.Program("wrk"), $"-t{Environment.ProcessorCount}", $"-c{clients}", $"-d{seconds}s", "--latency", url).Succeeded();
        if (result.Output.Contains("Non-2xx", StringComparison.Ordinal)) throw new InvalidOperationException(result.Output);
        return new Load(Number(RatePattern, result.Output), Milliseconds(HalfPattern, result.Output), Milliseconds(NearlyAllPattern, result.Output));
    }

    /// <summary>Takes redis-benchmark's comma-separated answer for one test.</summary>
    /// <param name="answer">Its output with <c>--csv</c>.</param>
    public static Load OfRedis(string answer)
    {
        double[] columns = [.. answer.Trim().Split('\n')[^1].Split(',').Skip(1).Select(column => Parse(column.Trim('"')))];
        return new Load(columns[0], columns[3], columns[5]);
    }

    /// <summary>Takes pgbench's summary and its log of transactions.</summary>
    /// <param name="summary">Its output.</param>
    /// <param name="log">Lines whose third word is a transaction's time in microseconds.</param>
    public static Load OfDatabase(string summary, IEnumerable<string> log)
    {
        double[] times = [.. log.Select(line => Parse(line.Split(' ')[2]) / 1000).Order()];
        return new Load(Number(TransactionsPattern, summary), times[times.Length / 2], times[times.Length * 99 / 100]);
    }

    private static double Number(Regex pattern, string text) => Parse(pattern.Match(text).Groups[1].Value);

    private static double Milliseconds(Regex pattern, string text)
    {
        var match = pattern.Match(text);
        return Parse(match.Groups[1].Value) * match.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
    }

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RatePattern { get; }

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex HalfPattern { get; }

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex NearlyAllPattern { get; }

    [GeneratedRegex(@"tps = ([\d.]+) \(without")]
    private static partial Regex TransactionsPattern { get; }
}
