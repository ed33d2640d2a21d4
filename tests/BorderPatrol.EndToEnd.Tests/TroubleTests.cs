using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Load;
using BorderPatrol.EndToEnd.Tests.Stand;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>Whatever happens to the log daemon or the servers: the programs run on, and what was recorded is not lost.</summary>
public class TroubleTests
{
    private const int Requests = 96;

    [Fact]
    public async Task A_log_daemon_that_starts_late_gets_everything()
    {
        using var shop = new Shop("prefork");
        shop.Open(traced: true);
        var answers = await Load(shop);
        shop.Close();

        using var collector = shop.Collect();
        shop.Lan.WaitForEmptySpools();
        collector.Interrupt();

        AssertExact(shop, answers);
    }

    [Fact]
    public async Task A_log_daemon_that_is_killed_and_started_again_misses_nothing()
    {
        using var shop = new Shop("prefork");
        using var killed = shop.Collect();
        shop.Open(traced: true);
        var load = Load(shop);
        Wait.Until(() => new FileInfo(shop.RawLog).Length > 1 << 20, "nothing reaches the log daemon");
        killed.Signal("KILL");
        using var collector = shop.Collect();
        var answers = await load;
        shop.Close();
        shop.Lan.WaitForEmptySpools();
        collector.Interrupt();

        AssertExact(shop, answers);
    }

    [Fact]
    public async Task A_log_daemon_that_stands_still_holds_nobody_up()
    {
        using var shop = new Shop("event");
        using var collector = shop.Collect();
        collector.Signal("STOP");
        shop.Open(traced: true);
        var answers = await Load(shop);
        shop.Close();
        collector.Signal("CONT");
        shop.Lan.WaitForEmptySpools();
        collector.Interrupt();

        AssertExact(shop, answers);
    }

    [Fact]
    public async Task Killed_servers_lose_nothing_that_they_recorded()
    {
        using var shop = new Shop("prefork");
        using var collector = shop.Collect();
        shop.Open(traced: true);
        var answers = await Load(shop);
        shop.Lan.A.Run("pkill", "-KILL", "-x", "apache2").Succeeded();
        shop.Lan.B.Run("pkill", "-KILL", "-x", "postgres").Succeeded();
        shop.Lan.WaitForEmptySpools();
        collector.Interrupt();

        AssertExact(shop, answers);
    }

    private static Task<IReadOnlyCollection<ShopAnswer>> Load(Shop shop) => shop.LoadAsync("shop.sh", Requests, concurrency: 8);

    private static void AssertExact(Shop shop, IEnumerable<ShopAnswer> answers)
    {
        var run = AnalyzedRun.Of(shop.RawLog);
        var report = new AccuracyReport(run.Paths, shop.Truths(answers, "SSLREQUEST", "STARTUP"));
        Assert.True(report.Exact == Requests, report.ToString());
        Assert.Equal(0, run.Facts!.Lost);
        Assert.Equal(0, run.Facts.Damaged);
    }
}
