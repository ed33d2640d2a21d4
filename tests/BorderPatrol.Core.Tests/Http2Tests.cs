using System.Text;
using BorderPatrol.Core.Tests.Worlds;
using BorderPatrol.Wire;
using Form = BorderPatrol.Core.Tests.Worlds.HpackWriter.Form;

namespace BorderPatrol.Core.Tests;

/// <summary>HTTP/2 as users read it, seen through whole logs.</summary>
public class Http2Tests
{
    private readonly World _world = new();
    private readonly HpackWriter _asking = new();
    private readonly HpackWriter _answering = new();
    private readonly Link _link;
    private readonly TracedThread _server;

    public Http2Tests()
    {
        _server = _world.Machine("a").Start("server");
        _link = _world.Tcp("10.0.0.9:4000", "10.0.0.1:80");
    }

    [Fact]
    public void Headers_by_index_are_read_as_what_they_were()
    {
        Ask(1, Request("GET", "/item/17?page=2", Form.Inserted));
        Answer(1, (":status", "404", Form.Inserted));
        Ask(3, Request("GET", "/item/17?page=2", Form.Indexed));
        Answer(3, (":status", "404", Form.Indexed));
        var spans = Analysis.Of(_world).Spans;
        Assert.Equal(2, spans.Count);
        Assert.All(spans, span =>
        {
            Assert.Equal(("http2", "GET", "/item/{n}", "404"), (span.Protocol, span.Operation, span.Route, span.Status));
            Assert.Equal("GET /item/17?page=2 HTTP/2\r\nhost: shop\r\naccept: */*\r\n\r\n", span.Text);
        });
    }

    [Fact]
    public void The_status_is_the_last_ones_and_a_calls_own()
    {
        Ask(1, Request("POST", "/shop.Items/Get", Form.Plain));
        Send(1, MessageOptions.None, (":status", "103", Form.Plain));
        Answer(1, (":status", "201", Form.Plain));
        Ask(3, Request("POST", "/shop.Items/Get", Form.Plain));
        Send(3, MessageOptions.None, (":status", "200", Form.Plain));
        Answer(3, ("grpc-status", "5", Form.Plain));
        Ask(5, Request("POST", "/shop.Items/Get", Form.Plain));
        Answer(5, (":status", "200", Form.Plain), ("grpc-status", "77", Form.Plain));
        Assert.Equal(["201", "NOT_FOUND", "77"], Analysis.Of(_world).Spans.Select(span => span.Status));
    }

    [Fact]
    public void What_refers_to_a_block_that_is_missing_is_not_guessed()
    {
        _asking.Block(Request("GET", "/first", Form.Inserted));
        Ask(3, Request("GET", "/first", Form.Indexed));
        Answer(3, (":status", "200", Form.Plain));
        Ask(5, Request("GET", "/second", Form.Inserted));
        Answer(5, (":status", "200", Form.Plain));
        Ask(7, Request("GET", "/second", Form.Indexed));
        Answer(7, (":status", "200", Form.Plain));
        var spans = Analysis.Of(_world).Spans;
        Assert.Equal(["", "/second", "/second"], spans.Select(span => span.Route));
        Assert.Contains("(a field that was not seen)", spans[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("(a field", spans[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_that_resets_its_stream_ends_the_exchange()
    {
        Ask(1, Request("GET", "/slow", Form.Plain));
        Receive(new Parcel(MessageType.Request, "", 13, WireProtocol.Http2, 1), MessageOptions.End | MessageOptions.Broken);
        Ask(3, Request("GET", "/next", Form.Plain));
        Answer(3, (":status", "200", Form.Plain));
        var found = Analysis.Of(_world);
        Assert.Equal([BPCertainty.Incomplete, BPCertainty.Proven], found.Requests.Select(request => request.Certainty));
        Assert.Equal(["", "200"], found.Requests.Select(request => request.Status));
    }

    [Fact]
    public void A_request_that_upgrades_its_connection_is_answered_in_the_other_protocol()
    {
        Receive(new Parcel(MessageType.Request, "GET /old HTTP/1.1\r\nUpgrade: h2c\r\n\r\n", 40), MessageOptions.Begin | MessageOptions.End);
        Answer(1, (":status", "200", Form.Plain));
        Ask(3, Request("GET", "/new", Form.Plain));
        Answer(3, (":status", "204", Form.Plain));
        var found = Analysis.Of(_world);
        Assert.Equal([("http", "/old", "200"), ("http2", "/new", "204")], found.Spans.Select(span => (span.Protocol, span.Route, span.Status)));
        Assert.All(found.Requests, request => Assert.Equal(BPCertainty.Proven, request.Certainty));
    }

    [Fact]
    public void An_answers_bytes_are_those_of_its_heads_and_its_body()
    {
        Ask(1, Request("POST", "/shop.Items/Get", Form.Plain));
        Send(1, MessageOptions.None, (":status", "200", Form.Plain));
        _server.MovePart(_link.To, new Parcel(MessageType.Response, "", 1000, WireProtocol.Http2, 1), MessageOptions.None, sent: true);
        Answer(1, ("grpc-status", "0", Form.Plain));
        long heads = new HpackWriter().Block([(":status", "200", Form.Plain)]).Length + new HpackWriter().Block([("grpc-status", "0", Form.Plain)]).Length + (2 * 9);
        Assert.Equal(heads + 1000, Assert.Single(Analysis.Of(_world).Spans).BytesOut);
    }

    // What a read through TLS brings may be as much as the program takes: nginx takes all that is there, and then turns to it.
    [Fact]
    public void Of_requests_that_are_received_one_after_another_each_has_what_its_own_answer_needed()
    {
        var back = _world.Machine("b").Start("back");
        uint[] streams = [1, 3, 5];
        foreach (uint stream in streams) Ask(stream, Request("GET", $"/{stream}", Form.Plain));
        var links = streams.Select(stream => _world.Tcp($"10.0.0.1:{5000 + stream}", "10.0.0.2:81")).ToArray();
        foreach (var link in links) _server.Connect(link.From);
        for (int i = 0; i < links.Length; i++) _server.Ask(links[i].From, $"GET /back/{streams[i]} HTTP/1.1\r\n\r\n");
        foreach (int i in (int[])[1, 0, 2])
        {
            back.Receive(links[i].To);
            back.Answer(links[i].To);
            _server.WaitIdle();
            _server.Receive(links[i].From);
            Answer(streams[i], (":status", "200", Form.Plain));
        }

        var found = Analysis.Of(_world);
        Assert.Equal(
            ["/1 /back/1", "/3 /back/3", "/5 /back/5"],
            found.Requests.Select(request => string.Join(' ', found.Spans.Where(span => span.RequestId == request.Id).Select(span => span.Text.Split(' ')[1]))));
        Assert.All(found.Requests, request => Assert.Equal(
            (BPCertainty.Inferred, "asked after several requests were received, and told apart by what the reply led to"), (request.Certainty, request.Reasons)));
    }

    [Fact]
    public void What_keeps_a_connection_going_hands_no_work_over()
    {
        var client = _world.Machine("c").Start("client");
        var link = _world.Tcp("10.0.0.3:4001", "10.0.0.1:80");
        foreach (uint stream in (uint[])[1, 3])
        {
            var request = Parcel(MessageType.Request, stream, _asking.Block(Request("GET", $"/{stream}", Form.Plain)));
            client.MovePart(link.From, request, MessageOptions.Begin | MessageOptions.End, sent: true);
            _server.MovePart(link.To, request, MessageOptions.Begin | MessageOptions.End, sent: false);
            _server.Write(link.To, 13);
            client.Read(link.From);
        }

        Assert.Equal(2, Analysis.Of(_world).Requests.Count);
    }

    private static (string Name, string Value, Form Form)[] Request(string method, string path, Form form) =>
        [(":method", method, form), (":scheme", "http", form), (":path", path, form), (":authority", "shop", form), ("accept", "*/*", form)];

    private void Ask(uint stream, params (string Name, string Value, Form Form)[] fields) =>
        Receive(Parcel(MessageType.Request, stream, _asking.Block(fields)), MessageOptions.Begin | MessageOptions.End);

    private void Answer(uint stream, params (string Name, string Value, Form Form)[] fields) => Send(stream, MessageOptions.End, fields);

    private void Send(uint stream, MessageOptions end, params (string Name, string Value, Form Form)[] fields) =>
        _server.MovePart(_link.To, Parcel(MessageType.Response, stream, _answering.Block(fields)), MessageOptions.Begin | end, sent: true);

    private void Receive(Parcel parcel, MessageOptions flags) => _server.MovePart(_link.To, parcel, flags, sent: false);

    private static Parcel Parcel(MessageType type, uint stream, byte[] block) =>
        new(type, Encoding.Latin1.GetString(block), block.Length + 9, WireProtocol.Http2, stream);
}
