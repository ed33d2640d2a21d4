using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;

namespace BorderPatrol.Core.Tests;

/// <summary>Programs that a web server starts for a request, with the request in their environment.</summary>
public class ScriptTests : WebSite
{
    private const string Head = "status: 201 Created\r\n";

    [Fact]
    public void What_a_script_asks_is_asked_within_its_exchange()
    {
        var link = Receive("/1");
        var output = World.Pipe();
        var script = Begin(Web.Fork().Exec("script"), output, "/cgi/1");
        Ask(script, "/back");
        script.Send(output.From, MessageType.Response, Head, 100, WireProtocol.Cgi);
        Web.Read(output.To);
        Web.Answer(link.To);
        var found = Analysis.Of(World);
        Assert.Equal("web: /1\n  script: REQUEST_METHOD=GET\nREQUEST_URI=/cgi/1\n\n    back: /back", Trees(found));
        var span = found.Spans.Single(span => span.Protocol == "cgi");
        Assert.Equal(("GET", "/cgi/{n}", "201", 100, BPCertainty.Proven), (span.Operation, span.Route, span.Status, span.BytesOut, span.Certainty));
    }

    [Fact]
    public void A_script_of_an_untraced_server_is_a_request()
    {
        Begin(Web, World.Pipe(), "/cgi");
        Ask(Web, "/back");
        Assert.Equal("web: REQUEST_METHOD=GET\nREQUEST_URI=/cgi\n\n  back: /back", Trees());
    }

    [Fact]
    public void Children_of_a_script_and_what_it_becomes_are_the_same_script()
    {
        var link = Receive("/1");
        var output = World.Pipe();
        var script = Begin(Web.Fork().Exec("script"), output, "/cgi");
        var child = Begin(script.VforkExec("child"), output, "/cgi");
        Ask(child, "/child");
        child.Send(output.From, MessageType.Response, Head, 20, WireProtocol.Cgi);
        var other = Begin(script.Exec("other"), output, "/cgi");
        other.Send(output.From, MessageType.Response, "status: 500\r\n", 20, WireProtocol.Cgi);
        Ask(other, "/other");
        Web.Answer(link.To);
        var found = Analysis.Of(World);
        Assert.Equal("web: /1\n  script: REQUEST_METHOD=GET\nREQUEST_URI=/cgi\n\n    back: /child\n    back: /other", Trees(found));
        Assert.Equal("201 41", found.Spans.Where(span => span.Protocol == "cgi").Select(span => $"{span.Status} {span.BytesOut}").Single());
    }

    [Fact]
    public void Who_reads_what_a_script_writes_goes_on_with_the_request_for_which_it_was_started()
    {
        var links = new[] { Receive("/a"), Receive("/b") };
        var outputs = new[] { World.Pipe(), World.Unix("/run/cgid") };
        for (int i = 0; i < 2; i++)
        {
            int one = i;
            Turn(links[one], () =>
            {
                var script = Begin(Web.Fork().Exec("script"), outputs[one], $"/cgi/{one}");
                script.Send(outputs[one].From, MessageType.Response, Head, 100, WireProtocol.Cgi);
            });
        }

        foreach (int one in new[] { 1, 0 })
        {
            Web.WaitIdle();
            Web.Read(outputs[one].To);
            Ask(Web, $"/then/{one}");
        }

        foreach (var link in links) Web.Answer(link.To);
        var found = Analysis.Of(World);
        Assert.Equal(
            "web: /a\n  script: REQUEST_METHOD=GET\nREQUEST_URI=/cgi/0\n\n  back: /then/0\n--\nweb: /b\n  script: REQUEST_METHOD=GET\nREQUEST_URI=/cgi/1\n\n  back: /then/1", Trees(found));
        Assert.All(found.Requests, request => Assert.Equal(BPCertainty.Proven, request.Certainty));
    }

    [Fact]
    public void What_a_script_reads_from_its_server_does_not_take_it_out_of_its_exchange()
    {
        var link = Receive("/1");
        var (input, output) = (World.Pipe(), World.Pipe());
        var script = Begin(Web.Fork().Exec("script"), output, "/cgi");
        Web.Write(input.From);
        script.Read(input.To);
        Ask(script, "/back");
        Web.Answer(link.To);
        Assert.Equal("web: /1\n  script: REQUEST_METHOD=GET\nREQUEST_URI=/cgi\n\n    back: /back", Trees());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_script_lasts_until_the_end_of_its_answer_is_read_not_until_its_last_child_ends(bool unix)
    {
        var link = Receive("/1");
        var output = unix ? World.Unix("/run/cgid") : World.Pipe();
        var script = Begin(Web.Fork().Exec("script"), output, "/cgi");
        var child = script.Fork();
        script.Send(output.From, MessageType.Response, Head, 100, WireProtocol.Cgi);
        Web.Read(output.To);
        Web.Record.Call("read", 0, output.To, argument: 65536);
        Web.Answer(link.To);
        child.Record.Call("open", 7, took: 1_000_000_000, text: "/var/log/later");
        Ask(child, "/later");
        var found = Analysis.Of(World);
        Assert.Equal("web: /1\n  script: REQUEST_METHOD=GET\nREQUEST_URI=/cgi\n\n    back: /later", Trees(found));
        Assert.True(found.Spans.Single(span => span.Protocol == "cgi").Duration < TimeSpan.FromMilliseconds(1));
    }

    // The record of a request in the environment stands before the program's first call.
    private static TracedThread Begin(TracedThread program, Link output, string target)
    {
        string text = $"REQUEST_METHOD=GET\nREQUEST_URI={target}\n";
        program.Record.Channel(output.From);
        program.Record.Message(output.From, new Parcel(MessageType.Request, text, text.Length, WireProtocol.Cgi), program.Record.Tick(), 0, (ulong)text.Length, MessageOptions.Begin | MessageOptions.End);
        program.Work();
        return program;
    }
}
