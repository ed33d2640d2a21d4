using BorderPatrol.EndToEnd.Tests.Accuracy;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Storage;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>The README's example: web server on machine A, database and log daemon on machine B, a thousand tagged requests from machine C.</summary>
public class ReadmeExampleTests
{
    private const int Requests = 1000;

    [Theory]
    [InlineData("prefork", "shop.sh", "SSLREQUEST", "STARTUP")]
    [InlineData("event", "shop.sh", "SSLREQUEST", "STARTUP")]
    [InlineData("event", "shop.py", "SSLREQUEST", "STARTUP", "PASSWORD", "PASSWORD")]
    [InlineData("prefork", "shop.pl", "SSLREQUEST", "STARTUP")]
    public async Task Every_request_has_one_path_with_exactly_its_own_messages(string model, string script, params string[] connecting)
    {
        using var shop = new Shop(model);
        using var collector = shop.Collect();
        shop.Open(traced: true);
        var answers = await shop.LoadAsync(script, Requests, concurrency: 16);
        shop.Close();
        collector.Interrupt();
        var truths = shop.Truths(answers, connecting).ToArray();

        using var duckDb = PathStore.Open(shop.At("log.duckdb"), create: true);
        AssertExact(duckDb, shop.RawLog, truths);
        using var server = PostgresServer.Start();
        using var postgres = PathStore.OpenPostgres(server.ConnectionString(), create: true);
        AssertExact(postgres, shop.RawLog, truths);
        AssertProgramsOf(duckDb, truths[0], script);
    }

    private static void AssertExact(IPathStore store, string rawLog, IReadOnlyCollection<Truth> truths)
    {
        var run = StoredRun.Import(store, rawLog);
        var report = new AccuracyReport(StoredRun.Paths(store), truths);
        Assert.True(report.Exact == Requests, $"{store.Location}: {report}");
        Assert.Equal(0, run.Lost);
        Assert.Equal(0, run.Damaged);
    }

    private static void AssertProgramsOf(IPathStore store, Truth truth, string script)
    {
        var path = StoredRun.Paths(store).Single(path => path.Tagged.Any(pair => pair.Tag == truth.Answer.Request.Tag));
        var events = store.GetEvents(path.Request.Id).ToArray();
        string[] programs = [.. events.Select(observed => $"{observed.Host} {observed.Program}").Distinct()];
        Assert.Superset(Programs(script).ToHashSet(), programs.ToHashSet());
        Assert.Contains(events, observed => observed.ProcessId == truth.Answer.Script && observed.Host == "machine-a");
        Assert.Equal(path.Request.Processes, events.Select(observed => (observed.Host, observed.ProcessId)).Distinct().Count());
    }

    private static string[] Programs(string script) => script switch
    {
        "shop.sh" => ["machine-a apache2", "machine-a dash", "machine-a psql", "machine-b postgres"],
        "shop.py" => ["machine-a apache2", "machine-a python3.11", "machine-b postgres"],
        _ => ["machine-a apache2", "machine-a perl", "machine-b postgres"],
    };
}
