using System.Globalization;
using System.Text.RegularExpressions;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Benchmark;

/// <summary>Requests that the web server answers in a second, with all that tracing needs running beside it.</summary>
public static partial class ServerBenchmark
{
    /// <summary>The README's example: Apache's prefork model, a shell script, psql, PostgreSQL on the other machine; 8 clients.</summary>
    public static Pairs Script() => Measure("prefork", "/cgi-bin/shop.sh?tag=r0001&steps=item,price&status=200", clients: 8, seconds: 8);

    /// <summary>Records some 10,000 requests of the example for the analyzer; returns the raw log's path.</summary>
    /// <param name="folder">Where the raw log is to be kept.</param>
    public static string Record(Folder folder)
    {
        using var shop = new Shop("event");
        using var collector = shop.Collect();
        shop.Open(traced: true);
        RequestsPerSecond(shop, "/index.html", clients: 16, seconds: 4);
        RequestsPerSecond(shop, "/cgi-bin/shop.sh?tag=r0001&steps=item,price&status=200", clients: 8, seconds: 8);
        shop.Close();
        shop.Lan.WaitForEmptySpools();
        collector.Interrupt();
        string kept = folder.At("log.raw");
        File.Copy(shop.RawLog, kept);
        return kept;
    }

    private static Pairs Measure(string model, string target, int clients, int seconds)
    {
        using var shop = new Shop(model);
        using var collector = shop.Collect();
        return Pairs.Measure(traced =>
        {
            shop.Open(traced);
            RequestsPerSecond(shop, target, clients, seconds: 1);
            double rate = RequestsPerSecond(shop, target, clients, seconds);
            shop.Close();
            shop.Lan.WaitForEmptySpools();
            return rate;
        });
    }

    private static double RequestsPerSecond(Shop shop, string target, int clients, int seconds)
    {
        var result = shop.Lan.C.Run(Require.Program("wrk"), "-t1", $"-c{clients}", $"-d{seconds}s", $"http://{shop.Lan.A.Address}:8080{target}").Succeeded();
        if (result.Output.Contains("Non-2xx", StringComparison.Ordinal)) throw new InvalidOperationException(result.Output);
        return double.Parse(RatePattern.Match(result.Output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RatePattern { get; }
}
