using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>The README's example with TLS between client, web server and database: the same paths as without.</summary>
public class TlsShopTests
{
    private const int Requests = 200;

    [Theory]
    [InlineData("prefork", "shop.sh", "SSLREQUEST", "STARTUP")]
    [InlineData("event", "shop.sh", "SSLREQUEST", "STARTUP")]
    public async Task Every_request_has_the_path_that_it_has_in_clear(string model, string script, params string[] connecting)
    {
        using var shop = new Shop(model, encrypted: true);
        using var collector = shop.Collect();
        shop.Open(traced: true);
        var answers = await shop.LoadAsync(script, Requests, concurrency: 32);
        shop.Close();
        collector.Interrupt();
        var run = AnalyzedRun.Of(shop.RawLog);
        var report = new AccuracyReport(run.Paths, shop.Truths(answers, connecting));
        Assert.True(report.Exact == Requests, $"{report}");
        Assert.Equal(0, run.Facts!.Lost);
    }
}
