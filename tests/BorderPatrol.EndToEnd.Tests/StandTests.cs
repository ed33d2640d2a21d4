using BorderPatrol.EndToEnd.Tests.Stand;

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
        using var shop = new Shop(model);
        shop.Open(traced: false);

        var answers = await shop.LoadAsync(script, count: 100, concurrency: 16);
        shop.Close();

        Assert.Equal(100, shop.Truths(answers).Count());
    }
}
