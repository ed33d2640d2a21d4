using BorderPatrol.EndToEnd.Tests.Load;
using BorderPatrol.EndToEnd.Tests.Stand;
using BorderPatrol.Testing;

namespace BorderPatrol.EndToEnd.Tests;

/// <summary>The stand itself, without tracing: what the other tests build upon.</summary>
public class StandTests
{
    [Theory]
    [InlineData("prefork", "shop.sh")]
    [InlineData("event", "shop.py")]
    [InlineData("prefork", "shop.pl")]
    public async Task Untraced_the_shop_answers_every_request(string model, string script)
    {
        Require.Root();
        using var lan = new Lan();
        using var postgres = new Database(lan.B);
        using var apache = new WebServer(lan.A, model);
        postgres.Start();
        apache.Start();
        using var client = new Client(lan.C, lan.A);

        var answers = await client.ShopAsync(script, count: 100, concurrency: 16);

        Assert.Equal(100, answers.Count);
        apache.Stop();
        postgres.Stop();
    }
}
