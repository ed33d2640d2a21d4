using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;
using CsCheck;

namespace BorderPatrol.Core.Tests;

/// <summary>Machines under different kernels have clocks that tell nothing about each other.</summary>
public class ClockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-10)]
    [InlineData(-0.00001)]
    public void Skew_between_two_machines_changes_no_path(double minutes)
    {
        var found = Analysis.Of(TwoMachines(TimeSpan.FromMinutes(minutes)));
        Assert.Equal(Analysis.Of(TwoMachines(TimeSpan.Zero)).Trees(), found.Trees());
        Assert.Equal("web: /0\n  db: startup 3.0 user web\n  db: Q 0 0\n  db: Q 0 1\n", found.Trees()[..70].Split("--")[0]);
        Assert.All(found.Requests, request => Assert.Equal((BPCertainty.Proven, "a,b", 4), (request.Certainty, request.Hosts, request.Spans)));
        Assert.Equal(20, found.Requests.Count);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"-{i}"), found.Requests.Select(request => request.Id[8..]));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void A_client_of_another_kernel_begins_its_requests_by_itself_whatever_its_clock_says(double minutes)
    {
        var world = new World();
        var (a, b) = (world.Machine("a"), world.Machine("b", TimeSpan.FromMinutes(minutes)));
        var (client, server) = (a.Start("client"), b.Start("server"));
        var link = world.Tcp("10.0.0.1:5000", "10.0.0.2:80");
        foreach (int i in new[] { 1, 2 })
        {
            client.Ask(link.From, $"/{i}");
            server.Receive(link.To);
            server.Answer(link.To);
            client.Receive(link.From);
        }

        var found = Analysis.Of(world);
        Assert.Equal("server: /1\n--\nserver: /2", found.Trees());
        Assert.All(found.Requests, request => Assert.Equal(("client", BPCertainty.Proven), (request.Client, request.Certainty)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void An_address_that_is_used_again_is_another_connection(double minutes)
    {
        var world = new World();
        var (a, b) = (world.Machine("a"), world.Machine("b", TimeSpan.FromMinutes(minutes)));
        var (web, db) = (a.Start("web"), b.Start("db"));
        foreach (int i in new[] { 1, 2, 3 })
        {
            var front = world.Tcp($"10.0.0.9:{i + 1000}", "10.0.0.1:80");
            front.From.Sends(MessageType.Request, $"/{i}");
            web.Receive(front.To);
            var back = world.Tcp("10.0.0.1:5000", "10.0.0.2:80");
            web.Ask(back.From, $"/back/{i}");
            db.Accept();
            db.Receive(back.To);
            db.Answer(back.To);
            web.Receive(back.From);
            web.Close(back.From);
            db.Close(back.To);
            web.Answer(front.To);
        }

        Assert.Equal("web: /1\n  db: /back/1\n--\nweb: /2\n  db: /back/2\n--\nweb: /3\n  db: /back/3", Analysis.Of(world).Trees());
    }

    [Fact]
    public void Times_of_a_span_are_its_own_machines_and_self_time_is_never_taken_across_clocks()
    {
        var found = Analysis.Of(TwoMachines(TimeSpan.FromMinutes(7)));
        var root = found.Spans.First(span => span.Parent < 0);
        var children = found.Spans.Where(span => span.RequestId == root.RequestId && span.Parent == 0).ToList();
        Assert.All(children, child => Assert.InRange(child.Start - root.Start, TimeSpan.FromMinutes(6.9), TimeSpan.FromMinutes(7.1)));
        Assert.InRange(root.SelfTime, TimeSpan.FromTicks(1), root.Duration - TimeSpan.FromTicks(children.Sum(child => child.Duration.Ticks)));
    }

    [Fact]
    public void A_missing_asker_under_another_kernel_is_named()
    {
        var world = TwoMachines(TimeSpan.Zero);
        var web = world.Streams[2]; // behind the parents: the first child, which served the first request
        for (int lost = web.Records.Count / 2; lost > 0; lost--) web.DropLast();
        var marked = Analysis.Of(world).Requests.Where(request => request.Certainty != BPCertainty.Proven).ToList();
        Assert.All(marked, request => Assert.Equal(BPCertainty.Incomplete, request.Certainty));
        Assert.Contains(marked, request => request.Reasons == "the asking end is traced, but its record of the message is missing");
    }

    [Fact]
    public void Ends_that_tell_different_lengths_are_never_joined_in_silence()
    {
        var world = new World();
        var (web, db) = (world.Machine("a").Start("web"), world.Machine("b").Start("db"));
        var (one, other) = (world.Tcp("10.0.0.1:5000", "10.0.0.2:80"), world.Tcp("10.0.0.1:5000", "10.0.0.2:80"));
        web.Ask(one.From, "/one");
        one.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        web.Receive(one.From);
        other.From.Sends(MessageType.Request, "/another");
        db.Receive(other.To);
        db.Answer(other.To);
        var request = Assert.Single(Analysis.Of(world).Requests);
        Assert.Equal((BPCertainty.Ambiguous, "the two ends of a connection disagree on a message's length"), (request.Certainty, request.Reasons));
    }

    [Fact]
    public void Chunks_may_be_stored_in_any_order()
    {
        string expected = Analysis.Of(TwoMachines(TimeSpan.FromSeconds(3))).Trees();
        Gen.Int[1, 100_000].Sample(seed => Assert.Equal(expected, Analysis.Of(TwoMachines(TimeSpan.FromSeconds(3)), seed).Trees()), iter: 20);
    }

    private static World TwoMachines(TimeSpan skew)
    {
        var world = new World();
        var (a, b) = (world.Machine("a"), world.Machine("b", skew));
        var (parent, postmaster) = (a.Start("web"), b.Start("db"));
        for (int i = 0; i < 20; i++)
        {
            var web = parent.Fork();
            var front = world.Tcp($"10.0.0.9:{1000 + i}", "10.0.0.1:80");
            front.From.Sends(MessageType.Request, $"/{i}");
            web.Receive(front.To);
            var back = world.Tcp($"10.0.0.1:{6000 + i}", "10.0.0.2:5432");
            TracedThread? backend = null;
            foreach (string statement in new[] { "startup\t3.0\tuser\tweb\n", $"Q\tQ {i} 0\n", $"Q\tQ {i} 1\n" })
            {
                web.Ask(back.From, statement, WireProtocol.Postgres);
                if (backend is null) postmaster.Accept();
                backend ??= postmaster.Fork();
                backend.Receive(back.To);
                backend.Send(back.To, MessageType.Response, "Z\tI\n", 10, WireProtocol.Postgres);
                web.Receive(back.From);
            }

            web.Answer(front.To);
            web.WaitForOne();
        }

        return world;
    }
}
