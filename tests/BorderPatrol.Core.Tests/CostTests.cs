using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>What a thread uses is charged to what it works for, however often it is sampled.</summary>
public class CostTests
{
    private readonly World _world = new();
    private readonly TracedThread _web;
    private int _ports = 4000;

    public CostTests() => _web = _world.Machine("a").Start("web");

    [Fact]
    public void A_request_between_two_samples_has_exactly_what_was_used_between_them()
    {
        Serve("/a", 10_000, used: 700_000);
        Serve("/b", 90_000, used: 730_000);
        Serve("/c", 10_000, used: 990_000);
        _web.Record.Cost(1_000_000);
        var found = Analysis.Of(_world);
        Assert.Equal([30.0, 260.0, 10.0], found.Requests.Select(request => request.CpuTime.TotalMicroseconds));
    }

    [Fact]
    public void Requests_that_share_what_was_used_between_two_samples_have_parts_like_their_times()
    {
        Serve("/a", 200_000, used: 0);
        Serve("/b", 600_000);
        Serve("/c", 1_200_000);
        Serve("/d", 1_000_000, used: 1_000_000);
        _web.Record.Cost(1_500_000);
        var found = Analysis.Of(_world);
        double[] shares = [.. found.Requests.Select(request => request.CpuTime.TotalMicroseconds)];
        Assert.Equal(1500, shares.Sum(), 0.3);
        Assert.Equal([100.0, 300.0, 600.0, 500.0], shares, (a, b) => Math.Abs(a - b) < 3);
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(5000)]
    public void Whatever_the_number_of_turns_between_two_samples_nothing_is_lost(int turns)
    {
        Serve("/first", 1000, used: 0);
        for (int i = 0; i < turns; i++) Serve($"/{i}", 1000);
        Serve("/last", 1000, used: 70_000_000);
        var found = Analysis.Of(_world);
        Assert.Equal(turns + 2, found.Requests.Count);
        double sum = found.Requests.Sum(request => request.CpuTime.TotalMicroseconds);
        Assert.InRange(sum, 70_000 - (0.1 * (turns + 2)), 70_000);
    }

    [Fact]
    public void A_new_program_of_a_task_does_not_pay_for_the_one_before()
    {
        var link = Receive("/a", used: 0);
        var child = _web.Fork();
        var script = child.Exec("script");
        child.Record.Cost(400_000);
        script.Record.Call("open", 7, text: "/etc/hosts");
        script.Record.Cost(500_000);
        _web.Answer(link.To);
        Assert.Equal(500, Analysis.Of(_world).Request("/a").CpuTime.TotalMicroseconds);
    }

    private void Serve(string text, ulong time, ulong? used = null)
    {
        var link = Receive(text, used);
        _world.Tick(time);
        _web.Answer(link.To);
    }

    private Link Receive(string text, ulong? used)
    {
        var link = _world.Tcp($"10.0.0.9:{_ports++}", "10.0.0.1:80");
        link.From.Sends(MessageType.Request, text);
        _web.Receive(link.To, used: used);
        return link;
    }
}
