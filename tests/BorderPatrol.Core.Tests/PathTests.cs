using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>Whole paths of systems as people build them.</summary>
public class PathTests
{
    private readonly World _world = new();

    private static TracedThread Serve(Machine machine, string program) => machine.Start(program);

    [Fact]
    public void A_request_from_an_untraced_client_has_one_span()
    {
        var web = Serve(_world.Machine("a"), "apache2");
        var link = _world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
        web.Accept();
        link.From.Sends(MessageType.Request, "GET /item/7 HTTP/1.1\r\n\r\n");
        web.Receive(link.To);
        web.Work();
        web.Answer(link.To, bytes: 500);
        var found = Analysis.Of(_world);

        var request = Assert.Single(found.Requests);
        Assert.Equal("10.0.0.9:4000", request.Client);
        Assert.Equal("apache2", request.Service);
        Assert.Equal(("http", "GET", "/item/{n}", "200"), (request.Protocol, request.Operation, request.Route, request.Status));
        Assert.Equal((BPCertainty.Proven, ""), (request.Certainty, request.Reasons));
        Assert.Equal(500, request.BytesOut);
        Assert.Equal(["apache2:read", "apache2:open", "apache2:write"], found.Events(request));
        Assert.Equal(request.Duration, Assert.Single(found.Spans).Duration);
    }

    [Fact]
    public void Requests_on_a_kept_connection_are_told_apart()
    {
        var web = Serve(_world.Machine("a"), "apache2");
        var link = _world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
        foreach (string target in new[] { "/a", "/b", "/c" })
        {
            link.From.Sends(MessageType.Request, target);
            web.Receive(link.To, parts: 3);
            web.Work();
            web.Answer(link.To, bytes: 900, parts: 3);
            web.WaitForOne();
        }

        var found = Analysis.Of(_world);
        Assert.Equal("apache2: /a\n--\napache2: /b\n--\napache2: /c", found.Trees());
        Assert.All(found.Requests, request => Assert.Equal(BPCertainty.Proven, request.Certainty));
        Assert.All(found.Requests, request => Assert.Equal(1, found.Events(request).Count(call => call == "apache2:open")));
    }
}
