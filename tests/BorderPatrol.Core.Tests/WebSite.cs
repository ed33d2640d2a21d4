using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>A web server that outsiders ask and that asks a back end: what most tests of the rules begin with.</summary>
public abstract class WebSite
{
    private int _ports = 4000;

    private protected WebSite()
    {
        Machine = World.Machine("a");
        Web = Machine.Start("web");
    }

    private protected World World { get; } = new();

    private protected Machine Machine { get; }

    private protected TracedThread Web { get; }

    private protected string NewClient() => $"10.0.0.9:{_ports++}";

    private protected Link Receive(string text, TracedThread? thread = null)
    {
        var link = World.Tcp(NewClient(), "10.0.0.1:80");
        link.From.Sends(MessageType.Request, text);
        (thread ?? Web).Receive(link.To);
        return link;
    }

    private protected Link Open() => World.Tcp($"10.0.0.1:{_ports++}", "10.0.0.5:80");

    private protected void Ask(TracedThread thread, string text)
    {
        var link = Open();
        thread.Ask(link.From, text);
        link.To.Sends(MessageType.Response, "HTTP/1.1 200 OK");
        thread.Receive(link.From);
    }

    // Makes the thread work for a request it has received before: it is told that only its connection is ready.
    private protected void Turn(Link link, Action work)
    {
        Web.Record.Call("poll", 1, link.To, argument: 2, offset: 1000);
        work();
    }

    private protected string Trees() => Trees(Analysis.Of(World));

    private protected static string Trees(Analysis found) => found.Trees().Replace("10.0.0.5:80", "back", StringComparison.Ordinal);
}
